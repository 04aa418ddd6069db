#!/usr/bin/env python3
"""Getting into channels and being put out: hard cases 33, 34 and 35 on InspIRCd and ngIRCd."""

import sys
import time

from real import Authority, Case, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need, run_cases, wait_until


class Channels:
    def __init__(self, space, server, name):
        self.space = space
        self.server = server
        self.name = name

    def owner_of(self, channel, *modes):
        owner = Person(self.server.port, f"o{channel[1:]}", caps="").join(channel)
        for mode in modes:
            owner.send(f"MODE {channel} {mode}")
            owner.expect(f" MODE {channel} ")
        return owner

    def bot_at(self, nick, channels, **options):
        wire = Wire(self.server.port)
        return Probe(self.space, wire.port, nick, channels, **options), wire

    def key(self):
        """The key of the configuration opens; a channel with a wrong one does not keep the bot out of others."""
        self.owner_of("#locked", "+k sesame")
        bot, _ = self.bot_at("keyholder", "#locked sesame")
        bot.joins("#locked")
        self.owner_of("#changed", "+k other")
        bot, wire = self.bot_at("keyless", "#changed wrong,#open")
        bot.joins("#open")
        time.sleep(1)
        assert wire.count("JOIN") <= 2, wire.sent  # no hammering

    def refused(self, mode, value=""):
        """Refused, not hammering, and at work elsewhere meanwhile. Returns the owner and the bot."""
        nick, channel, lobby = f"wants_{mode}", f"#refuses_{mode}", f"#lobby_{mode}"
        owner = self.owner_of(channel, f"+{mode} {value}").join(lobby)
        bot, wire = self.bot_at(nick, f"{channel},{lobby}")
        bot.joins(lobby)
        time.sleep(1)
        assert wire.count("JOIN") == 1 and bot.count(f"^self in {channel}$") == 0, wire.sent
        owner.say(lobby, "ping inside")
        owner.hears(nick, lobby, "pong inside")
        return owner, bot, channel

    def invited(self, mode="i"):
        """An invitation by an operator of a channel of the configuration is followed at once."""
        owner, bot, channel = self.refused(mode)
        owner.send(f"INVITE {bot.nick} {channel}")
        bot.joins(channel, limit=10)

    def forward(self):
        """470: the bot is where the server has put it, once, and does not run after the full channel."""
        owner = self.owner_of("#full").join("#overflow")
        owner.send("MODE #full +lL 1 #overflow")
        owner.expect(r" MODE #full \+lL ")
        bot, wire = self.bot_at("forwarded", "#full")
        bot.joins("#overflow")
        person = Person(self.server.port, "p_over", caps="").join("#overflow")
        person.say("#overflow", "ping here")
        person.hears("forwarded", "#overflow", "pong here")
        assert wire.count("JOIN") == 1, wire.sent

    def kick(self):
        """Back after the pause."""
        owner = self.owner_of("#kicking")
        bot, wire = self.bot_at("kicked", "#kicking", rejoin_delay=2000)
        bot.joins()
        owner.sees_join("kicked", "#kicking")
        owner.send("KICK #kicking kicked :calm down")
        bot.prints("^member kicked #kicking kicked/.* calm down")
        began = time.monotonic()
        bot.joins(limit=20)
        assert time.monotonic() - began > 1.5, "no pause after a kick"
        owner.say("#kicking", "ping again")
        owner.hears("kicked", "#kicking", "pong again")
        assert wire.count("JOIN") == 2

    def kick_for_good(self):
        """Whoever goes on kicking means it; who is not to come back does not."""
        owner = self.owner_of("#meant").join("#first")
        bot, wire = self.bot_at("unwanted", "#meant", rejoin_delay=100, rejoin_max=2)
        shy, shy_wire = self.bot_at("shy", "#first", rejoin_delay=0)
        bot.joins()
        shy.joins()
        owner.send("KICK #first shy :no")
        for _ in range(3):
            owner.sees_join("unwanted", "#meant")
            owner.send("KICK #meant unwanted :no")
        wait_until(lambda: bot.count("^member kicked #meant unwanted/") == 3, "three kicks")
        shy.prints("^member kicked #first shy/")
        time.sleep(1.5)
        assert wire.count("JOIN") == 3 and shy_wire.count("JOIN") == 1, (wire.sent, shy_wire.sent)

    def invited_elsewhere(self):
        """An invitation to a channel that nobody configured is followed where the options say so."""
        owner = self.owner_of("#elsewhere", "+i").join("#hall")
        eager, _ = self.bot_at("eager", "#hall", join_on_invite="true")
        modest, wire = self.bot_at("modest", "#hall")
        eager.joins()
        modest.joins()
        owner.send("INVITE modest #elsewhere", "INVITE eager #elsewhere")
        eager.joins("#elsewhere", limit=10)
        owner.say("#hall", "ping both")
        owner.hears("modest", "#hall", "pong both")
        assert wire.count("JOIN") == 1, wire.sent

    def kick_and_ban(self):
        """With a ban on top: one attempt, no hammering."""
        owner = self.owner_of("#banning")
        bot, wire = self.bot_at("banned", "#banning", rejoin_delay=500)
        bot.joins()
        owner.sees_join("banned", "#banning")
        owner.send("MODE #banning +b banned!*@*", "KICK #banning banned :and stay out")
        bot.prints("^member kicked #banning banned/")
        wait_until(lambda: wire.count("JOIN") == 2, "one attempt after the kick", 20)
        time.sleep(3)
        assert wire.count("JOIN") == 2, wire.sent
        assert bot.process.poll() is None

    def many(self):
        """More channels than one line holds."""
        channels = [f"#many{number:02d}_{'x' * 20}" for number in range(40)]
        bot, wire = self.bot_at("many", ",".join(channels))
        wait_until(lambda: bot.count("^self in #many") == len(channels), lambda: f"all channels: {bot.lines[-2:]}", 15)
        wire.check_lines()

    def cases(self):
        for name, check in (("key", self.key), ("kick", self.kick), ("kick and ban", self.kick_and_ban),
                            ("kicks in a row", self.kick_for_good),
                            ("invited elsewhere", self.invited_elsewhere), ("many channels", self.many)):
            yield Case(f"{self.name}: {name}", check)
        if self.name != "ngIRCd":
            yield Case(f"{self.name}: forward", self.forward)
        for mode, value in (("l", "1"), ("b", "wants_b!*@*"), ("k", "key")):
            yield Case(f"{self.name}: refused by +{mode}", lambda mode=mode, value=value: self.refused(mode, value))
        yield Case(f"{self.name}: refused by +i, then invited", self.invited)


def main():
    need("openssl")
    space = Workspace()
    servers = [(Inspircd(space, Authority(space)), "InspIRCd"), (Ngircd(space), "ngIRCd")]
    run_cases([case for server, name in servers for case in Channels(space, server, name).cases()], sys.argv[1:])


if __name__ == "__main__":
    main()
