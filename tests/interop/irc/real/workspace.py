"""A temporary folder, free ports, and processes that are always ended."""

import atexit
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time


class Failed(Exception):
    """What was expected did not happen; the text says what."""


def need(*programs):
    """Ends the test as skipped, with the reason, where a program is missing."""
    for program in programs:
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            print(f"skipped: {program} is not installed (scripts/setup installs it)", file=sys.stderr)
            sys.exit(77)


def build_folder():
    by_default = pathlib.Path(__file__).resolve().parents[4] / "build/dev"
    return pathlib.Path(os.environ.get("CONFAB_BUILD", by_default)).resolve()


def free_ports(count):
    """Different from each other, because all are held until the last is known."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def free_port():
    return free_ports(1)[0]


def wait_until(condition, what, limit=30):
    """The first true value of `condition()`; `what` (text, or a function that makes it) names what is waited for."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.02)
    raise Failed(f"{what() if callable(what) else what} within {limit} s")


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Workspace:
    """A temporary folder, and the processes to end with it."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="confab-irc-"))
        self.processes = []
        self._folders = 0
        self._lock = threading.Lock()
        # Servers that refuse root run as the user that Debian's packages bring for them.
        self.user = "irc" if os.geteuid() == 0 and self._has_user("irc") else None
        if self.user:
            os.chmod(self.path, 0o755)
        atexit.register(self.close)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    @staticmethod
    def _has_user(name):
        try:
            pwd.getpwnam(name)
        except KeyError:
            return False
        return True

    def write(self, name, text):
        path = self.path / name
        path.write_text(text)
        return path

    def give(self, *paths):
        """Makes the servers' user the owner."""
        if self.user:
            for path in paths:
                shutil.chown(path, self.user, self.user)

    def server_folder(self, name):
        """One of its own for each server, also of the same name."""
        with self._lock:
            self._folders += 1
            path = self.path / f"{name}-{self._folders}"
        path.mkdir()
        self.give(path)
        return path

    def start(self, command, as_server_user=False, **options):
        if as_server_user and self.user:
            options.update(user=self.user, group=self.user, extra_groups=[])
        with self._lock:
            process = subprocess.Popen(command, **options)
            self.processes.append(process)
        return process

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                process.send_signal(signal.SIGCONT)  # a paused one would not hear it
        for process in self.processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []
        shutil.rmtree(self.path, ignore_errors=True)
