"""Real IRC servers and a third-party client on loopback, for the scripts beside this file.

Everything lives in a temporary folder and on free ports, runs as an ordinary user where a server refuses root,
and is ended by its process id.
"""

import atexit
import os
import pathlib
import pty
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HOST_NAME = "irc.test.local"
CHANNEL = "#confab"


def need(*programs):
    """Ends the test as skipped, with the reason, where a program is missing."""
    for program in programs:
        if not shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin"):
            print(f"skipped: {program} is not installed (scripts/setup installs it)", file=sys.stderr)
            sys.exit(77)


def build_folder():
    return pathlib.Path(os.environ.get("CONFAB_BUILD", "build/dev")).resolve()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, limit=30):
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise SystemExit(f"failed: {what} within {limit} s")


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Workspace:
    """A temporary folder, and the processes to end with it."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="confab-irc-"))
        self.processes = []
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

    def server_folder(self, name):
        path = self.path / name
        path.mkdir()
        if self.user:
            shutil.chown(path, self.user, self.user)
        return path

    def start(self, command, as_server_user=False, **options):
        if as_server_user and self.user:
            options.update(user=self.user, group=self.user, extra_groups=[])
        process = subprocess.Popen(command, **options)
        self.processes.append(process)
        return process

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []
        shutil.rmtree(self.path, ignore_errors=True)


class Authority:
    """A private certificate authority and one server certificate of it."""

    def __init__(self, space, name=HOST_NAME):
        folder = space.path / f"tls-{name}"
        folder.mkdir()
        self.ca = folder / "ca.pem"
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        self._openssl("req", "-x509", *curve, "-keyout", folder / "ca.key", "-out", self.ca, "-days", "2",
                      "-subj", "/CN=Confab test authority")
        self._openssl("req", *curve, "-keyout", self.key, "-out", folder / "server.csr", "-subj", f"/CN={name}")
        extensions = space.write(f"{name}.ext", f"subjectAltName=DNS:{name}\n")
        self._openssl("x509", "-req", "-in", folder / "server.csr", "-CA", self.ca, "-CAkey", folder / "ca.key",
                      "-out", self.certificate, "-days", "2", "-extfile", extensions)
        if space.user:
            for path in (folder, self.certificate, self.key):
                shutil.chown(path, space.user, space.user)

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


class Inspircd:
    MODULES = """ssl_gnutls cap ircv3 ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_chghost ircv3_ctctags
        ircv3_echomessage ircv3_msgid ircv3_servertime botmode monitor chanhistory""".split()

    def __init__(self, space, authority):
        need("inspircd")
        self.port, self.tls_port = free_port(), free_port()
        folder = space.server_folder("inspircd")
        modules = "\n".join(f'<module name="{name}">' for name in self.MODULES)
        config = space.write("inspircd.conf", f"""
<server name="{HOST_NAME}" description="test" id="001" network="TestNet">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}"
      moduledir="/usr/lib/inspircd/modules">
<pid file="{folder}/pid">
<admin name="test" nick="test" email="test@test.local">
{modules}
<sslprofile name="clients" provider="gnutls" certfile="{authority.certificate}" keyfile="{authority.key}"
            hash="sha256">
<bind address="127.0.0.1" port="{self.port}" type="clients">
<bind address="127.0.0.1" port="{self.tls_port}" type="clients" sslprofile="clients">
<connect name="main" allow="*" timeout="60s" pingfreq="2m" recvq="64K" threshold="10" commandrate="1000"
         fakelag="on" localmax="50" globalmax="50" resolvehostnames="no" useident="no">
<options casemapping="ascii" defaultmodes="not">
<limits maxline="512" maxnick="30">
<log method="file" type="*" level="default" target="{folder}/log">
""")
        space.start(["/usr/sbin/inspircd", f"--config={config}", "--nofork"], as_server_user=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: accepts(self.tls_port), "InspIRCd listens")


class Ngircd:
    def __init__(self, space):
        need("ngircd")
        self.port = free_port()
        space.server_folder("ngircd")
        config = space.write("ngircd.conf", f"""
[Global]
Name = {HOST_NAME}
Info = test
Network = TestNet
Listen = 127.0.0.1
Ports = {self.port}
AdminInfo1 = test
AdminEMail = test@test.local
MotdPhrase = hello
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxNickLength = 30
MaxPenaltyTime = 0
[Options]
Ident = no
PAM = no
DNS = no
""")
        space.start(["/usr/sbin/ngircd", "-n", "-f", str(config)], as_server_user=True,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: accepts(self.port), "ngIRCd listens")


class Irssi:
    """A person at a terminal: types, and reads the log of the channel."""

    def __init__(self, space, port, nick="alice", channel=CHANNEL):
        need("irssi")
        self.channel = channel
        self.home = space.path / f"irssi-{nick}"
        self.home.mkdir()
        (self.home / "config").write_text(f"""
settings = {{ core = {{ real_name = "{nick}"; user_name = "{nick}"; nick = "{nick}"; }};
  "fe-common/core" = {{ autolog = "yes"; autolog_path = "{self.home}/log/$0.log"; autolog_level = "all"; }};
  "irc/core" = {{ cmd_queue_speed = "50msec"; cmds_max_at_once = "20"; }}; }};
servers = ( {{ address = "127.0.0.1"; port = "{port}"; chatnet = "T"; autoconnect = "yes"; }} );
chatnets = {{ T = {{ type = "IRC"; }}; }};
channels = ( {{ name = "{channel}"; chatnet = "T"; autojoin = "yes"; }} );
""")
        (self.home / "log").mkdir()
        master, slave = pty.openpty()
        environment = dict(os.environ, TERM="xterm", LC_ALL="C.UTF-8", HOME=str(self.home))
        space.start(["irssi", f"--home={self.home}"], stdin=slave, stdout=slave, stderr=slave, env=environment,
                    start_new_session=True)
        os.close(slave)
        self.terminal = master
        threading.Thread(target=self._drain, daemon=True).start()
        wait_until(lambda: "Irssi: " in self.log() or nick in self.log(), f"irssi joins {channel}")

    def _drain(self):
        try:
            while os.read(self.terminal, 65536):
                pass
        except OSError:
            pass

    def log(self):
        return "".join(path.read_text(errors="replace") for path in sorted((self.home / "log").glob("*.log")))

    def type(self, text):
        os.write(self.terminal, text.encode() + b"\r")

    def say(self, text):
        self.type(f"/msg {self.channel} {text}")

    def sees(self, text, limit=30):
        wait_until(lambda: text in self.log(), f"irssi sees `{text}`", limit)


class Program:
    """A program whose lines of output are awaited one after another."""

    def __init__(self, space, command, **options):
        self.lines = []
        self.process = space.start(list(map(str, command)), stdout=subprocess.PIPE, text=True, errors="replace",
                                   **options)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def says(self, beginning, limit=30):
        def found():
            return next((line for line in self.lines if line.startswith(beginning)), None)

        return wait_until(found, f"`{beginning}` in the output ({self.lines[-3:]})", limit)
