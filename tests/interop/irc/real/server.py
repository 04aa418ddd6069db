"""What every real server here can do: start, die, pause, come back on the same port."""

import os
import signal
import subprocess

from .workspace import accepts, wait_until


class Server:
    """`command` runs in the foreground and listens on `ready_port`; `name` is for messages."""

    def __init__(self, space, name, command, ready_port):
        self._space = space
        self._name = name
        self._command = list(map(str, command))
        self._ready_port = ready_port
        self.process = None

    def start(self):
        self.process = self._space.start(self._command, as_server_user=True, stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: accepts(self._ready_port), lambda: f"{self._name} listens (exit: {self.process.poll()})")
        return self

    def kill(self):
        """As a crash: no goodbye to anybody."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)

    def restart(self):
        self.kill()
        self.start()

    def pause(self):
        """Half-open: connections stay, nothing answers."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.kill(self.process.pid, signal.SIGCONT)
