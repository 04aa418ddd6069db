"""The example of an adapter in the whole bot: people on plain TCP connections use commands, each in a conversation of their own.

    minimal_adapter_test.py CONFAB
"""
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

CONFAB = ""
YAML = """
bot: {name: confab}
networks:
  lines: {adapter: minimal_adapter, port: 0}
plugins:
  hello: {}
storage: {path: bot.db}
"""


class Guest:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.text = self.socket.makefile("rw", encoding="utf-8", newline="\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.text.close()
        self.socket.close()

    def says(self, line):
        self.text.write(line + "\r\n")
        self.text.flush()
        return self.text.readline().rstrip("\n")


class MinimalAdapter(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        with open(os.path.join(self.folder.name, "bot.yaml"), "w", encoding="utf-8") as out:
            out.write(YAML)
        self.bot = subprocess.Popen([CONFAB, "run"], cwd=self.folder.name, stderr=subprocess.PIPE)
        self.log = ""

    def tearDown(self):
        if self.bot.poll() is None:
            self.bot.kill()
        self.bot.wait()
        self.bot.stderr.close()
        self.folder.cleanup()

    def port(self):
        deadline = time.monotonic() + 20
        while not (match := re.search(r"lines open port=(\d+)", self.log)):
            ready, _, _ = select.select([self.bot.stderr], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.bot.stderr.fileno(), 65536) if ready else b""
            self.assertTrue(chunk, self.log)
            self.log += chunk.decode(errors="replace")
        return int(match.group(1))

    def test_guests_talk_to_the_bot(self):
        port = self.port()
        with Guest(port) as first, Guest(port) as second:
            self.assertEqual(first.says("hello"), "Hello, guest-1!")
            self.assertEqual(second.says("hello"), "Hello, guest-2!")
            self.assertEqual(first.says("hello"), "Hello, guest-1!")
        with Guest(port) as later:
            later.socket.sendall(b"x" * 5_000)  # a line without end: the connection is closed, the bot goes on
            with self.assertRaises(OSError):
                while later.socket.recv(100):
                    pass
                raise ConnectionError("closed")
        with Guest(port) as last:
            self.assertEqual(last.says("hello"), "Hello, guest-4!")
        self.bot.send_signal(signal.SIGTERM)
        self.assertEqual(self.bot.wait(20), 0)


if __name__ == "__main__":
    CONFAB = os.path.abspath(sys.argv.pop(1))
    unittest.main()
