#!/usr/bin/env python3
"""The stand-in is an IRCv3 server to a third-party client: WeeChat negotiates capabilities, logs in with
SASL SCRAM-SHA-256, is told its account, talks and is answered."""

import os
import subprocess

from real import CHANNEL, Program, Workspace, build_folder, need, wait_until

CAPABILITIES = ["account-notify", "away-notify", "cap-notify", "chghost", "extended-join", "invite-notify",
                "message-tags", "multi-prefix", "server-time", "setname", "userhost-in-names"]


class Weechat:
    """A person without a terminal: does `commands` once it is connected; what it sees is in its logs."""

    def __init__(self, space, port, nick, options, commands):
        need("weechat-headless")
        self.home = space.path / f"weechat-{nick}"
        self.home.mkdir()
        start = ["/set logger.file.flush_delay 0", "/set logger.level.irc 9", "/set irc.look.smart_filter off",
                 f"/server add stand 127.0.0.1/{port}", f"/set irc.server.stand.nicks {nick}",
                 *(f"/set irc.server.stand.{name} {value}" for name, value in options.items()),
                 "/set irc.server.stand.command " + r"\;".join(commands), "/connect stand"]
        arguments = [part for command in start for part in ("--run-command", command)]
        space.start(["weechat-headless", "-d", str(self.home), *arguments], stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, env=dict(os.environ, LC_ALL="C.UTF-8", HOME=str(self.home)))

    def log(self):
        return "".join(path.read_text(errors="replace") for path in sorted(self.home.glob("logs/*.weechatlog")))

    def sees(self, text, limit=30):
        wait_until(lambda: text in self.log(), f"WeeChat sees `{text}`", limit)


def main():
    space = Workspace()
    server = Program(space, [build_folder() / "tests/irc_probe", "stand-in"])
    port = int(server.says("port ").split()[1])
    login = {"ssl": "off", "sasl_mechanism": "scram-sha-256", "sasl_username": "confab",
             "sasl_password": "sandbox", "sasl_fail": "disconnect", "capabilities": "*"}
    person = Weechat(space, port, "visitor", login,
                     [f"/join {CHANNEL}", f"/topic {CHANNEL} today's topic", "/setname A visitor",
                      f"/msg {CHANNEL} hello", "/away lunch", "/whois visitor"])
    person.sees("You are now logged in as confab")
    person.sees("SASL authentication successful")
    server.says(f"heard visitor {CHANNEL} hello")
    for text in ("today's topic", "hello yourself", "A visitor", "is logged in as"):
        person.sees(text)
    enabled = next(line for line in person.log().splitlines() if "client capability, enabled" in line)
    missing = [name for name in CAPABILITIES if f" {name}" not in enabled]
    assert not missing, f"WeeChat did not enable {missing}: {enabled}"
    print("passed: WeeChat is at home on the stand-in, logged in with SCRAM-SHA-256")


if __name__ == "__main__":
    main()
