"""A relay between the bot and a server: what each side sends, byte for byte, and when."""

import socket
import threading
import time

from .workspace import Failed, wait_until


class Wire:
    """Connect the bot to `port`. `sent`: (seconds, line) as the bot sent it, over all its connections."""

    def __init__(self, server_port):
        self._server_port = server_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.sent = []
        self.connections = 0
        self._open = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self._listener.accept()
            self.connections += 1
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port), timeout=5)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            self._open = [client, server]
            threading.Thread(target=self._relay, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._relay, args=(server, client, False), daemon=True).start()

    def _relay(self, source, target, record):
        rest = b""
        while True:
            try:
                data = source.recv(65536)
                if not data:
                    break
                target.sendall(data)
            except OSError:
                break
            if record:
                *lines, rest = (rest + data).split(b"\r\n")
                now = time.monotonic()
                self.sent += [(now, line) for line in lines]
        self._shut(source, target)

    def tell(self, line):
        """Says something to the bot in the server's place."""
        self._open[0].sendall(line.encode() + b"\r\n")

    def cut(self):
        """Both sides lose the connection."""
        self._shut(*self._open)

    @staticmethod
    def _shut(*ends):
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other direction was faster
                pass

    def count(self, beginning):
        return sum(1 for _, line in list(self.sent) if line.startswith(beginning.encode()))

    def carries(self, beginning, limit=20):
        """The first line of the bot that begins so."""
        wanted = beginning.encode()

        def found():
            return next((line for _, line in list(self.sent) if line.startswith(wanted)), None)

        return wait_until(found, lambda: f"the bot sends `{beginning}`; last: {self.sent[-3:]}", limit)

    def check_lines(self, limit=510):
        """No line that a server would cut, answer with ERROR, or take for two."""
        for _, line in list(self.sent):
            body = line.split(b" ", 1)[1] if line.startswith(b"@") else line
            if len(body) > limit or any(byte in line for byte in (b"\r", b"\n", b"\0")):
                raise Failed(f"every line is legal, unlike this one of {len(body)} bytes: {line[:80]!r}...")
