"""A program of ours, and what it prints."""

import re
import subprocess
import threading
import time

from .workspace import Failed


class Program:
    """Lines of output are awaited by their beginning (`says`), or one after another by a pattern (`prints`)."""

    def __init__(self, space, command, **options):
        self.lines = []
        self._seen = 0
        self._arrived = threading.Condition()
        self._ended = False
        self.process = space.start(list(map(str, command)), stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True,
                                   errors="surrogateescape", encoding="utf-8", **options)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line.rstrip("\n"))
                self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()

    def _await(self, found, what, limit):
        deadline = time.monotonic() + limit
        with self._arrived:
            while True:
                result = found()
                if result is not None:
                    return result
                left = deadline - time.monotonic()
                if left <= 0 or self._ended:
                    ending = "before the program ended" if self._ended else f"within {limit} s"
                    raise Failed(f"{what} in the output {ending}; last: {self.lines[-4:]}")
                self._arrived.wait(left)

    def says(self, beginning, limit=30):
        """The first line ever that begins so."""
        return self._await(lambda: next((line for line in self.lines if line.startswith(beginning)), None),
                           f"`{beginning}`", limit)

    def prints(self, pattern, limit=30):
        """The first match in a line that was not passed yet; passes it and all before it."""
        compiled = re.compile(pattern)

        def found():
            for at in range(self._seen, len(self.lines)):
                if match := compiled.search(self.lines[at]):
                    self._seen = at + 1
                    return match
            return None

        return self._await(found, f"/{pattern}/", limit)

    def count(self, pattern):
        compiled = re.compile(pattern)
        with self._arrived:
            return sum(1 for line in self.lines if compiled.search(line))

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def end(self):
        """Waits for the program to end by itself."""
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired as error:
            raise Failed(f"the program ends within 20 s; last: {self.lines[-4:]}") from error
