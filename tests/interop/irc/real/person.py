"""A person at a scripted connection: says exactly what it is told to, and sees every line as the server sent it."""

import re
import socket
import threading
import time

from .workspace import Failed

ALL_CAPS = "message-tags server-time batch echo-message account-tag labeled-response multi-prefix"


class Person:
    """Connects and registers in the background, so that several can wait for a slow server together.

    `lines` is all that came, one string a line without its end; bytes that are no UTF-8 are surrogates.
    """

    def __init__(self, port, nick, caps=ALL_CAPS, register=True, password=None):
        self.nick = nick
        self.lines = []
        self._seen = 0
        self._arrived = threading.Condition()
        self._closed = False
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._socket.settimeout(None)
        threading.Thread(target=self._read, daemon=True).start()
        self._is_ready = False
        if not register:
            return
        if caps:
            self.send("CAP LS 302")
        if password:
            self.send(f"PASS {password}")
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        if caps:
            # One by one: a server refuses a request as a whole where it lacks one of the names.
            self.send(*(f"CAP REQ :{cap}" for cap in caps.split()), "CAP END")

    def _read(self):
        rest = b""
        while True:
            try:
                data = self._socket.recv(65536)
            except OSError:
                data = b""
            if not data:
                break
            *whole, rest = (rest + data).split(b"\n")
            for raw in whole:
                self._take(raw.rstrip(b"\r").decode("utf-8", "surrogateescape"))
        with self._arrived:
            self._closed = True
            self._arrived.notify_all()

    def _take(self, line):
        body = line.split(" ", 1)[1] if line.startswith("@") else line
        if re.match(r"(:\S+ )?PING ", body):
            self.send("PONG " + body.split("PING ", 1)[1])
        with self._arrived:
            self.lines.append(line)
            self._arrived.notify_all()

    def send(self, *lines):
        self.send_raw(b"".join(line.encode("utf-8", "surrogateescape") + b"\r\n" for line in lines))

    def send_raw(self, data):
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise Failed(f"{self.nick} can send: {error}") from error

    def expect(self, pattern, limit=20):
        """The first match in a line that was not passed yet; passes it and all before it."""
        deadline = time.monotonic() + limit
        compiled = re.compile(pattern)
        with self._arrived:
            at = self._seen
            while True:
                while at < len(self.lines):
                    at += 1
                    if match := compiled.search(self.lines[at - 1]):
                        self._seen = at
                        return match
                left = deadline - time.monotonic()
                if left <= 0 or self._closed:
                    ending = "before the connection ended" if self._closed else f"within {limit} s"
                    raise Failed(f"{self.nick} sees /{pattern}/ {ending}; last: {self.lines[-3:]}")
                self._arrived.wait(left)

    def passes(self):
        """What came until now is of no interest any more."""
        with self._arrived:
            self._seen = len(self.lines)

    def sync(self):
        """Waits until the server has handled all that was sent, and all it sent before is here."""
        token = f"sync{time.monotonic_ns()}"
        self.send(f"PING {token}")
        with self._arrived:
            if not self._arrived.wait_for(lambda: self._closed or any(token in line for line in self.lines[-500:]), 20):
                raise Failed(f"{self.nick} gets an answer to PING within 20 s")

    def matches(self, pattern):
        """All matches in all lines, passed or not."""
        compiled = re.compile(pattern)
        with self._arrived:
            return [match for line in self.lines if (match := compiled.search(line))]

    def ready(self):
        if not self._is_ready:
            match = self.expect(r"^(?:@\S+ )?(?::\S+ )?(?:(376|422) |ERROR (.*))")
            if not match.group(1):
                raise Failed(f"{self.nick} registers: {match.group(2)}")
            self._is_ready = True
        return self

    def join(self, channel, key=""):
        self.ready()
        self.send(f"JOIN {channel} {key}".rstrip())
        self.expect(rf" 366 \S+ {re.escape(channel)} ")
        return self

    def say(self, target, text):
        self.send(f"PRIVMSG {target} :{text}")

    def hears(self, who, target, text, limit=20, verb="PRIVMSG"):
        """That exact text."""
        return self.expect(rf"^(?:@(?P<tags>\S+) )?:{re.escape(who)}!\S+ {verb} {re.escape(target)} :?"
                           rf"{re.escape(text)}$", limit)

    def sees_join(self, who, channel, limit=20):
        return self.expect(rf":{re.escape(who)}!\S+ JOIN :?{re.escape(channel)}( |$)", limit)

    def said_by(self, who, target):
        """The texts somebody said there so far, in order."""
        found = self.matches(rf"^(?:@\S+ )?:{re.escape(who)}!\S+ PRIVMSG {re.escape(target)} :?(.*)$")
        return [match.group(1) for match in found]

    def oper(self, name, password):
        self.ready()
        self.send(f"OPER {name} {password}")
        self.expect(" 381 ")

    def quit(self):
        try:
            self.send("QUIT :bye")
            with self._arrived:
                self._arrived.wait_for(lambda: self._closed, 5)
        except Failed:
            pass
        self.close()

    @property
    def is_closed(self):
        return self._closed

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()


def tag(line, key):
    """The value of a message tag of a raw line, unescaped only where tests need it; None without it."""
    if not line.startswith("@"):
        return None
    for item in line[1:].split(" ", 1)[0].split(";"):
        name, _, value = item.partition("=")
        if name == key:
            return value.replace("\\s", " ").replace("\\:", ";")
    return None
