"""A temporary folder with processes that are ended with it, and what the system counts for a process."""
import os
import pathlib
import pty
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

LIMIT_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, limit=LIMIT_S):
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    sys.exit(f"irc: {what} did not happen within {limit} s")


def resident_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def cpu_seconds(pid):
    """User and system time of all threads: as in /proc/PID/stat, in nanoseconds instead of ticks of 10 ms."""
    return sum(int(thread.read_text(encoding="ascii").split()[0])
               for thread in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


class Workspace:
    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="confab-bench-irc-"))
        self.processes = []
        self.terminals = []
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        # Limnoria and Eggdrop refuse root: for them there is the user that Debian's packages of servers bring.
        self.user = None
        if os.geteuid() == 0:
            try:
                self.user = pwd.getpwnam("irc").pw_name
            except KeyError:
                print("irc: run as root and without a user `irc`: Eggdrop and Limnoria will refuse", file=sys.stderr)
            os.chmod(self.path, 0o755)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in list(self.processes):
            self.end(process)
        for kept in self.terminals:
            os.close(kept)
        shutil.rmtree(self.path, ignore_errors=True)

    def folder(self, name):
        path = self.path / name
        path.mkdir()
        return path

    def hand_over(self, folder):
        """To the ordinary user, with all that is in it."""
        if self.user:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, self.user, self.user)

    def start(self, command, ordinary_user=False, **options):
        if ordinary_user and self.user:
            options.update(user=self.user, group=self.user, extra_groups=[])
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **options}
        process = subprocess.Popen([str(part) for part in command], **options)
        self.processes.append(process)
        return process

    def terminal(self):
        """The end of a new terminal that a process is given; the other end is kept until all processes have ended."""
        kept, given = pty.openpty()
        self.terminals.append(kept)
        return os.fdopen(given, "rb")

    def end(self, process):
        self.processes.remove(process)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
