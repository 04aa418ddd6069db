"""`confab dev` as an author uses it: talk, save, talk; a save that does not build keeps the old one.

    dev_test.py CONFAB COMPILER
"""
import os
import re
import select
import subprocess
import sys
import tempfile
import time
import unittest

CONFAB = COMPILER = ""


class Session:
    """`confab dev` in the background; always ended."""

    def __init__(self, folder):
        self.process = subprocess.Popen([CONFAB, "dev"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, env={**os.environ, "CXX": COMPILER})
        self.output = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def say(self, line):
        self.process.stdin.write((line + "\n").encode())
        self.process.stdin.flush()

    def expect(self, pattern, seconds=120):
        """What came up to the pattern is used up."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.output)):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not chunk:
                raise AssertionError(f"never showed {pattern!r}:\n{self.output}")
            self.output += chunk.decode(errors="replace")
        self.output = self.output[found.end():]


class Dev(unittest.TestCase):
    def test_a_save_is_built_and_swapped_and_a_bad_one_is_not(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([CONFAB, "new", "plugin", "greet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            source = os.path.join(folder, "greet", "greet.cpp")
            with open(source, encoding="utf-8") as file:
                text = file.read()

            def save(changed):  # as editors do: written beside it, and moved over it
                with open(source + "~", "w", encoding="utf-8") as out:
                    out.write(changed)
                os.replace(source + "~", source)

            with Session(os.path.join(folder, "greet")) as session:
                session.expect("Save a file")
                session.say("!greet")
                session.expect("Hello, alice!")
                save(text.replace('+ "!"', '+ "?"'))
                session.expect(r"built and swapped in \d+\.\d s")
                session.say("!greet")
                session.expect(r"Hello, alice\?")
                save(text.replace("co_return;", "co_return"))
                session.expect(r"greet\.cpp:\d+:\d+: error:")
                session.expect("what ran before still runs")
                session.say("!greet")
                session.expect(r"Hello, alice\?")
                session.say("quit")
                self.assertEqual(session.process.wait(30), 0)


if __name__ == "__main__":
    CONFAB, COMPILER = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1], verbosity=2)
