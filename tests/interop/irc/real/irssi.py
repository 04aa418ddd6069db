"""irssi: a client of somebody else, at a terminal of its own."""

import os
import pty
import threading

from .workspace import need, wait_until

CHANNEL = "#confab"


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
