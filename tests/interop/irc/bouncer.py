#!/usr/bin/env python3
"""ZNC as the server: login by PASS, its buffer as history, and a bot that finds back to it."""

import sys
import time

from real import Case, Ngircd, Person, Probe, Wire, Workspace, Znc, run_cases


class Bouncer:
    def __init__(self, space):
        self.space = space
        self.server = Ngircd(space)
        self.person = Person(self.server.port, "alice", caps="").join("#bounced")
        self.znc = Znc(space, self.server.port, "bounced", "#bounced")
        self.person.sees_join("bounced", "#bounced")

    def bot(self, **options):
        return Probe(self.space, options.pop("port", self.znc.port), "bounced", "#bounced",
                     **{"password": self.znc.login, **options})

    def wrong_password(self):
        """ZNC refuses: the bot stops, for trying again is useless, and does not show the password."""
        wire = Wire(self.znc.port)
        bot = self.bot(port=wire.port, password="confab/testnet:wrong")
        bot.prints("^state stopped .*[Pp]assword", limit=20)
        assert not any("wrong" in line for line in bot.lines), bot.lines

    def talk(self):
        """The bot takes ZNC's nick and channels over, and speaks to the people behind it."""
        bot = self.bot().joins()
        self.person.say("#bounced", "ping through")
        self.person.hears("bounced", "#bounced", "pong through")
        self.person.say("bounced", "ping in private")
        self.person.hears("bounced", "alice", "pong in private")
        bot.leave()

    def playback(self):
        """What was said while the bot was away is history."""
        for number in range(5):
            self.person.say("#bounced", f"ping missed {number}")
        self.person.say("bounced", "ping missed in private")
        self.person.sync()
        time.sleep(1.2)  # ZNC's buffer knows whole seconds
        bot = self.bot().joins()
        for number in range(5):
            bot.hears(f"ping missed {number}", origin="history")
        self.person.say("#bounced", "ping present")
        self.person.hears("bounced", "#bounced", "pong present")
        missed = [text for text in self.person.said_by("bounced", "#bounced") + self.person.said_by("bounced", "alice")
                  if "missed" in text]
        assert not missed, missed
        bot.leave()

    def restart(self):
        """ZNC dies and returns: so does the bot, and nothing is answered a second time."""
        bot = self.bot().joins()
        self.person.say("#bounced", "ping before")
        self.person.hears("bounced", "#bounced", "pong before")
        for _ in range(2):
            self.znc.restart()
            bot.prints("^state lost")
            self.person.sees_join("bounced", "#bounced", limit=30)
            bot.joins()
        self.person.say("#bounced", "ping behind")
        self.person.hears("bounced", "#bounced", "pong behind")
        said = self.person.said_by("bounced", "#bounced")
        assert said.count("pong before") == 1 and said.count("pong behind") == 1, said
        bot.leave()

    def server_restart(self):
        """The server behind ZNC goes and comes: the bot stays with ZNC, and is told what it is in."""
        bot = self.bot().joins()
        self.person.say("#bounced", "ping first")
        self.person.hears("bounced", "#bounced", "pong first")
        self.server.restart()
        self.person = Person(self.server.port, "alice", caps="").join("#bounced")
        if not self.person.matches(" 353 .*:.*[@ :]bounced( |$)"):
            self.person.sees_join("bounced", "#bounced", limit=40)
        self.person.say("#bounced", "ping second")
        self.person.hears("bounced", "#bounced", "pong second")
        bot.leave()

    def own_words(self):
        """What another client at the same bouncer says is the bot's own: not answered."""
        bot = self.bot().joins()
        other = Person(self.znc.port, "bounced", caps="server-time znc.in/self-message", password=self.znc.login).ready()
        other.say("#bounced", "ping by my other self")
        self.person.hears("bounced", "#bounced", "ping by my other self")
        self.person.say("#bounced", "ping by alice")
        self.person.hears("bounced", "#bounced", "pong by alice")
        assert "pong by my other self" not in self.person.said_by("bounced", "#bounced")
        assert bot.count("^message live.*other self") == 0, bot.lines
        other.close()
        bot.leave()


def main():
    bouncer = Bouncer(Workspace())
    rows = [("talk", bouncer.talk), ("playback is not answered", bouncer.playback),
            ("words of another client", bouncer.own_words), ("wrong password", bouncer.wrong_password),
            ("ZNC restarts", bouncer.restart), ("the server behind restarts", bouncer.server_restart)]
    run_cases([Case(f"ZNC: {name}", check, alone=True) for name, check in rows], sys.argv[1:])


if __name__ == "__main__":
    main()
