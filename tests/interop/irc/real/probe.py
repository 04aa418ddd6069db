"""The adapter alone (irc_probe), as a bot that answers `ping X` with `pong X`."""

import re

from .program import Program
from .workspace import build_folder


class Probe(Program):
    """Options of the adapter as keywords. Paced as the server allows unless told otherwise: tests that are not about
    flood control must not wait for it."""

    def __init__(self, space, port, nick, channel=None, **options):
        self.nick = nick
        self.channel = channel
        given = {"server": "127.0.0.1", "port": port, "tls": "false", "nick": nick, "username": "confab",
                 "flood_interval": 0, "reconnect_delay": 200, "reconnect_max": 1000}
        if channel:
            given["channels"] = channel
        given.update(options)
        if "database" in given:
            given = {"database": given.pop("database"), **given}
        arguments = [f"{key}={value}" for key, value in given.items() if value is not None]
        super().__init__(space, [build_folder() / "tests/irc_probe", "adapter", *arguments])

    def ready(self, limit=30):
        self.prints("^state ready", limit)
        return self

    def joins(self, channel=None, limit=30):
        self.prints(rf"^self in {re.escape(channel or self.channel)}$", limit)
        return self

    def hears(self, text, who=None, origin="live", limit=20):
        """A message event with that exact text."""
        sender = re.escape(who) if who else r"\S+"
        return self.prints(rf"^message {origin}\S* \S+ {sender}/\S+ {re.escape(text)}$", limit)

    def send(self, channel, text, command="send"):
        self.type(f"{command} {channel} " + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                  .replace("\0", "\\0"))

    def leave(self):
        self.type("quit")
        self.says("left")
