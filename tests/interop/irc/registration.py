#!/usr/bin/env python3
"""Getting a nick, keeping it, and being thrown out: hard cases 12, 13, 14 and 24 on InspIRCd and ngIRCd."""

import sys
import time

from real import OPER, Authority, Case, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need, run_cases


class Registration:
    """The cases of one server; `tag` keeps their nicks and channels apart."""

    def __init__(self, space, server, name):
        self.space = space
        self.server = server
        self.name = name
        self.admin = Person(server.port, "theadmin", caps="")
        self.admin.oper(*OPER)

    def case(self, name, check, **options):
        return Case(f"{self.name}: {name}", check, **options)

    def nick_in_use(self):
        """433 for the nick and for the alternate."""
        people = [Person(self.server.port, nick) for nick in ("taken", "other")]
        for person in people:
            person.ready()
        bot = Probe(self.space, self.server.port, "taken", "#taken", alternates="other")
        bot.prints("^state ready registered as taken_$")
        bot.joins()

    def forbidden_nick(self):
        """432, of which InspIRCd's form differs from everybody's; ngIRCd knows no forbidden nicks."""
        self.admin.send("QLINE forbidden 0 :not here")
        self.admin.sync()
        bot = Probe(self.space, self.server.port, "forbidden", "#forbidden", alternates="allowed")
        bot.prints("^state ready registered as allowed$")
        bot.joins()

    def regain(self):
        """The nick comes back within five seconds after a ghost has left, in a channel with it or not."""
        ghost = Person(self.server.port, "ghosted").ready()
        if self.name == "ngIRCd":  # without MONITOR, and ISON only every minute: it must be seen leaving
            ghost.join("#ghosted")
        witness = Person(self.server.port, "witness").join("#ghosted")
        bot = Probe(self.space, self.server.port, "ghosted", "#ghosted").joins()
        witness.sees_join("ghosted_", "#ghosted")
        ghost.quit()
        witness.expect(":ghosted_!.* NICK :?ghosted$", limit=5)
        witness.say("#ghosted", "ghosted: ping whole again")
        bot.prints("^message live,mention.* #ghosted witness/.*ping whole again$")

    def forced_rename(self):
        """Services' and operators' renames: mentions and private messages follow.

        The bot would take its own nick back, so that is somebody else's.
        """
        Person(self.server.port, "occupied").ready()
        bot = Probe(self.space, self.server.port, "occupied", "#renamed", alternates="renamed").joins()
        person = Person(self.server.port, "renamer").join("#renamed")
        self.admin.send("SANICK renamed Guest99")
        person.expect(":renamed!.* NICK :?Guest99$")
        person.say("#renamed", "Guest99: hello")
        bot.prints("^message live,mention #renamed renamer/.*hello$")
        person.say("Guest99", "ping privately")
        bot.prints("^message live,(mention,)?direct renamer renamer/.*ping privately$")
        person.hears("Guest99", "renamer", "pong privately")
        person.say("#renamed", "renamed: hello")
        bot.prints("^message live.* #renamed renamer/.*renamed: hello$")

    def kill(self):
        """Thrown out by an operator: not back at once where the server tells it clearly, back at all where not."""
        wire = Wire(self.server.port)
        bot = Probe(self.space, wire.port, "killed", "#killed").joins()
        self.admin.send("KILL killed :go away")
        bot.prints("^state lost .*([Kk]illed|go away)")
        if self.name == "ngIRCd":
            bot.ready().joins()
            return
        time.sleep(3)
        assert wire.connections == 1, f"{wire.connections} connections"

    def server_ban(self):
        """A banned bot does not knock again at once, and says why."""
        wire = Wire(self.server.port)
        bot = Probe(self.space, wire.port, "banned", "#banned", username="banned").joins()
        self.admin.send(f"KLINE {'*!~' if self.name == 'ngIRCd' else ''}banned@* 60 :bad bot")
        bot.prints("^state lost .*([Bb]anned|K-[Ll]ine)")
        connections = wire.connections
        time.sleep(3)
        assert wire.connections == connections, f"{wire.connections - connections} connections after the ban"

    def cases(self):
        yield self.case("nick and alternate are in use", self.nick_in_use)
        yield self.case("regains its nick", self.regain)
        yield self.case("KILL", self.kill)
        yield self.case("respects a server ban", self.server_ban)
        if self.name != "ngIRCd":
            yield self.case("nick is forbidden", self.forbidden_nick)
            yield self.case("follows a forced rename", self.forced_rename)


def main():
    need("openssl")
    space = Workspace()
    servers = [(Inspircd(space, Authority(space)), "InspIRCd"), (Ngircd(space), "ngIRCd")]
    run_cases([case for server, name in servers for case in Registration(space, server, name).cases()], sys.argv[1:])


if __name__ == "__main__":
    main()
