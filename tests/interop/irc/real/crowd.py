"""Many connections that only are there: one thread answers all their PINGs."""

import selectors
import socket
import threading

from .workspace import Failed


class Crowd:
    def __init__(self, port, count, channel, prefix="guest"):
        self._selector = selectors.DefaultSelector()
        self._there = set()
        self._arrived = threading.Condition()
        self.nicks = [f"{prefix}{number}" for number in range(count)]
        self.sockets = []
        for nick in self.nicks:
            connection = socket.create_connection(("127.0.0.1", port), timeout=10)
            connection.sendall(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n".encode())
            self._selector.register(connection, selectors.EVENT_READ, [nick, b""])
            self.sockets.append(connection)
        self._channel = channel
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while self._selector.get_map():
            for key, _ in self._selector.select(0.5):
                try:
                    data = key.fileobj.recv(65536)
                except OSError:
                    data = b""
                if not data:
                    self._selector.unregister(key.fileobj)
                    key.fileobj.close()
                    continue
                *lines, key.data[1] = (key.data[1] + data).split(b"\n")
                for line in lines:
                    self._answer(key.fileobj, key.data[0], line.strip().split(b" "))

    def _answer(self, connection, nick, words):
        if words[0] == b"PING":
            connection.sendall(b"PONG " + b" ".join(words[1:]) + b"\r\n")
        elif len(words) > 1 and words[1] in (b"376", b"422"):
            connection.sendall(f"JOIN {self._channel}\r\n".encode())
        elif len(words) > 1 and words[1] == b"366":
            with self._arrived:
                self._there.add(nick)
                self._arrived.notify_all()

    def is_there(self, limit=30):
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self._there) == len(self.nicks), limit):
                raise Failed(f"{len(self.nicks)} guests join {self._channel} within {limit} s ({len(self._there)} did)")
        return self
