"""What the bots talk to: ngIRCd with a person who floods a channel, and a server that replays prepared bytes."""
import os
import re
import shutil
import socket
import subprocess
import time

from irc_tools.workspace import LIMIT_S, free_port, wait_until

HOST_NAME = "irc.test.local"
CHANNEL = "#flood"


def find_ngircd():
    return shutil.which("ngircd", path=os.environ["PATH"] + ":/usr/sbin")


class Ngircd:
    """Plain on `port` and TLS on `tls_port`, its authority in `ca_file`; no penalties for floods."""

    def __init__(self, space):
        folder = space.folder("ngircd")
        self.port, self.tls_port, self.ca_file = free_port(), free_port(), folder / "ca.pem"
        certificate, key = self._certify(folder)
        (folder / "ngircd.conf").write_text(f"""
[Global]
Name = {HOST_NAME}
Info = Bench
Network = Bench
Listen = 127.0.0.1
Ports = {self.port}
AdminInfo1 = Bench
AdminEMail = bench@{HOST_NAME}
MotdPhrase = hello
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 120
PongTimeout = 20
[Options]
Ident = no
PAM = no
DNS = no
MorePrivacy = no
[SSL]
CertFile = {certificate}
KeyFile = {key}
Ports = {self.tls_port}
""")
        space.hand_over(folder)
        space.start([find_ngircd(), "-n", "-f", folder / "ngircd.conf"], ordinary_user=True)
        wait_until(lambda: self._accepts(self.port) and self._accepts(self.tls_port), "the start of ngIRCd")

    def _certify(self, folder):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        openssl("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Bench authority")
        openssl("req", *curve, "-keyout", "key.pem", "-out", "request.pem", "-subj", f"/CN={HOST_NAME}")
        (folder / "names").write_text(f"subjectAltName=DNS:{HOST_NAME}\n")
        openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", "certificate.pem", "-days",
                "2", "-extfile", "names")
        return folder / "certificate.pem", folder / "key.pem"

    @staticmethod
    def _accepts(port):
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0


class Wire:
    """Lines over a socket; what has come is read when asked for. PING is answered."""

    def __init__(self, sock):
        self.socket = sock
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def send(self, *lines):
        self.socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def lines(self, wait):
        self.socket.settimeout(max(wait, 0.0001))
        try:
            chunk = self.socket.recv(1 << 16)
        except TimeoutError:
            return []
        if not chunk:
            raise ConnectionError("the connection has ended")
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        lines = [line.decode(errors="replace").rstrip("\r") for line in lines]
        for line in lines:
            if line.startswith("PING "):
                self.send("PONG " + line[5:])
        return lines

    def answers(self, count, limit=LIMIT_S):
        """What `count` bots say that they heard, by nick; less than `count` if some are silent."""
        heard, deadline = {}, time.monotonic() + limit
        while len(heard) < count and time.monotonic() < deadline:
            for line in self.lines(0.2):
                if said := re.match(r"(?::([^ !]+)\S* )?PRIVMSG \S+ :heard (\d+)$", line):
                    heard[said[1]] = int(said[2])
        return heard


class Person(Wire):
    """Somebody in the channel on ngIRCd, who can talk without end."""

    def __init__(self, port):
        super().__init__(socket.create_connection(("127.0.0.1", port)))
        self.send("NICK talker", "USER talker 0 * :talker", f"JOIN {CHANNEL}")
        self.names = set()
        wait_until(self._sees_names, "joining the channel")

    def _sees_names(self):
        self.names = set()
        self.send(f"NAMES {CHANNEL}")
        time.sleep(0.2)
        for line in self.lines(1):
            if " 353 " in line:
                self.names |= {name.lstrip("~&@%+") for name in line.rsplit(":", 1)[1].split()}
        return bool(self.names)

    def wait_for(self, nicks):
        wait_until(lambda: self._sees_names() and set(nicks) <= self.names, f"the joining of {', '.join(nicks)}")

    def flood(self, count, rate, burst):
        """`count` messages of 64 bytes, `burst` of them at once."""
        begun = time.monotonic()
        for number in range(0, count, burst):
            ahead = begun + number / rate - time.monotonic()
            if ahead > 0:
                time.sleep(ahead)
            self.socket.sendall("".join(f"PRIVMSG {CHANNEL} :flood {i:06d} {'x' * 51}\r\n"
                                        for i in range(number, number + burst)).encode())
            if number % 1000 == 0:
                self.lines(0)

    def ask(self, bots):
        self.send(f"PRIVMSG {CHANNEL} :how many")
        return self.answers(bots)


class Replay(Wire):
    """A server for one bot that grants tags, and sends a flood as fast as it is read."""

    CAPS = "account-tag extended-join message-tags multi-prefix server-time userhost-in-names"

    def __init__(self, listener):
        listener.settimeout(LIMIT_S)
        super().__init__(listener.accept()[0])
        joined = False
        while not joined:
            for line in self.lines(LIMIT_S):
                joined = self._serve(line.split()) or joined

    def _serve(self, words):
        server = f":{HOST_NAME}"
        if words[:2] == ["CAP", "LS"]:
            self.send(f"{server} CAP * LS :{self.CAPS}")
        elif words[:2] == ["CAP", "REQ"]:
            self.send(f"{server} CAP * ACK {' '.join(words[2:])}")
        elif words[:2] == ["CAP", "END"]:
            self.send(f"{server} 001 confab :Welcome confab!~confab@127.0.0.1",
                      f"{server} 005 confab CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=ascii NETWORK=Bench :are supported",
                      f"{server} 422 confab :no MOTD")
        elif words[:1] == ["JOIN"]:
            self.send(f":confab!~confab@127.0.0.1 JOIN {CHANNEL} * :confab", f"{server} 353 confab = {CHANNEL} :confab",
                      f"{server} 366 confab {CHANNEL} :End")
            return True
        return False

    @staticmethod
    def tagged(count):
        return "".join(
            f"@time=2026-05-04T10:11:{i % 60:02d}.{i % 1000:03d}Z;msgid=6Xa{i:09d}kQ9pLw2dRt;account=account{i % 100} "
            f":Nick{i % 100}!~user{i % 100}@host-{i % 100}.isp.example.net PRIVMSG {CHANNEL} :flood {i:09d} {'x' * 48}\r\n"
            for i in range(count)).encode()

    @staticmethod
    def short(count):
        return f":a!b@c PRIVMSG {CHANNEL} :flood 1\r\n".encode() * count

    def flood(self, prepared):
        """Returns how many the bot heard of them."""
        self.socket.settimeout(LIMIT_S)
        self.socket.sendall(prepared)
        for _ in range(LIMIT_S):
            self.send(f":talker!~t@127.0.0.1 PRIVMSG {CHANNEL} :how many")
            if heard := self.answers(1, limit=2):  # else the question was lost, too
                return heard[None]
        return 0
