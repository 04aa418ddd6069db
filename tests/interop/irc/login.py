#!/usr/bin/env python3
"""Accounts at real services: SASL, certificates, services that are down, STS: hard cases 17, 20 and 21 on InspIRCd with
Atheme."""

import sys
import time

from real import (HOST_NAME, Atheme, Authority, Case, Inspircd, Person, Probe, Wire, Workspace, need, run_cases, tag)

PASSWORD = "correct-horse-battery"


class Login:
    def __init__(self, space):
        self.space = space
        self.authority = Authority(space)
        self.certificate = self.authority.issue("bot")
        self.server = Inspircd(space, self.authority)
        self.services = Atheme(space, self.server)
        for nick, certificate in (("loginbot", None), ("certbot", self.certificate), ("member", None)):
            self.services.register(nick, PASSWORD, certificate)

    def sasl(self, account="loginbot", password=PASSWORD, **options):
        return {"sasl_user": account, "sasl_password": password, **options}

    def tls(self, server=None, **options):
        return {"tls": "true", "server_name": HOST_NAME, "ca_file": self.authority.ca, **options}

    def answers_as(self, account, bot, person, channel):
        """Others see the bot's words with its account."""
        person.say(channel, "ping who")
        line = person.hears(bot, channel, "pong who").string
        assert tag(line, "account") == account, line

    def plain(self):
        """SASL PLAIN over TLS, before the channel that lets only members in."""
        owner = Person(self.server.port, "owner").join("#members")
        owner.send("MODE #members +R")
        owner.expect(" MODE #members .*R")
        bot = Probe(self.space, self.server.tls_port, "planner", "#members", **self.tls(**self.sasl())).joins()
        self.answers_as("loginbot", bot.nick, owner, "#members")

    def accounts_of_others(self):
        """Who speaks from an account is known by it."""
        bot = Probe(self.space, self.server.port, "knower", "#known").joins()
        person = Person(self.server.port, "member").join("#known")
        person.say("NickServ", f"IDENTIFY {PASSWORD}")
        person.expect(" 900 ")
        person.say("#known", "it is me")
        bot.prints("^message live #known member/member/2 it is me$")
        person.send("NICK other")
        person.say("#known", "still me")
        bot.prints("^message live #known other/member/2 still me$")

    def wrong_password(self):
        """The bot stops: trying again would lock the account."""
        wire = Wire(self.server.port)
        bot = Probe(self.space, wire.port, "wrong", "#wrong", **self.sasl(password="not-it"))
        bot.prints("^state stopped .*(refused|login)")
        time.sleep(1.5)
        assert wire.connections == 1 and wire.count("JOIN") == 0, wire.sent
        assert not any("not-it" in line for line in bot.lines)

    def wrong_password_not_required(self):
        """Without login, where that is allowed."""
        bot = Probe(self.space, self.server.port, "lenient", "#lenient",
                    **self.sasl(password="not-it", sasl_required="false")).joins()
        person = Person(self.server.port, "p_lenient").join("#lenient")
        self.answers_as(None, bot.nick, person, "#lenient")

    def services_down(self):
        """Services gone: required, it waits for them outside; not required, it goes in. Back, it logs in."""
        server = Inspircd(self.space, self.authority)
        services = Atheme(self.space, server)
        services.register("loginbot", PASSWORD)
        services.stop()
        bot = Probe(self.space, server.port, "waiting", "#down", **self.sasl())
        free = Probe(self.space, server.port, "willing", "#down", **self.sasl(sasl_required="false")).joins()
        bot.prints("^state lost .*SASL")
        services.start()
        bot.joins()
        person = Person(server.port, "p_down").join("#down")
        self.answers_as("loginbot", bot.nick, person, "#down")
        assert free.process.poll() is None

    def services_silent(self):
        """Services that are there and say nothing: the bot's own patience ends it."""
        server = Inspircd(self.space, self.authority)
        services = Atheme(self.space, server)
        services.register("loginbot", PASSWORD)
        services.pause()
        bot = Probe(self.space, server.port, "silent", "#silent", **self.sasl())
        bot.prints("^state lost .*no answer", limit=25)
        services.resume()
        bot.joins()

    def external(self):
        """A client certificate is enough, also where nothing else is said."""
        person = Person(self.server.port, "p_certain").join("#certain")
        for nick, mechanisms in (("certain", "EXTERNAL"), ("implied", None)):
            bot = Probe(self.space, self.server.tls_port, nick, "#certain",
                        **self.tls(client_certificate=self.certificate.pem, client_key=self.certificate.key,
                                   sasl_mechanisms=mechanisms)).joins()
            self.answers_as("certbot", bot.nick, person, "#certain")

    def fingerprint(self):
        """The pinned certificate needs no authority; another one is refused."""
        server = self.authority.server
        pinned = {"tls": "true", "tls_fingerprint": server.fingerprint}
        Probe(self.space, self.server.tls_port, "pinned", "#pinned", **pinned).joins()
        pinned["tls_fingerprint"] = self.certificate.fingerprint
        bot = Probe(self.space, self.server.tls_port, "unpinned", "#pinned", **pinned)
        bot.prints("^state (lost|stopped) .*")
        assert bot.count("^state ready") == 0

    def nickserv(self):
        """Without SASL, NickServ is told the password, and channels come after that."""
        owner = Person(self.server.port, "owner2").join("#nickserv")
        owner.send("MODE #nickserv +R")
        owner.expect(" MODE #nickserv .*R")
        bot = Probe(self.space, self.server.port, "loginbot", "#nickserv", nickserv_password=PASSWORD).joins()
        self.answers_as("loginbot", bot.nick, owner, "#nickserv")

    def external_refused(self):
        """A certificate nobody knows: the bot stops, or goes on with the password where it has one."""
        stranger = self.authority.issue("stranger")
        certificate = self.tls(client_certificate=stranger.pem, client_key=stranger.key)
        bot = Probe(self.space, self.server.tls_port, "unknown", "#unknown", **certificate,
                    sasl_mechanisms="EXTERNAL")
        bot.prints("^state stopped .*")
        assert bot.count("^state ready") == 0
        Probe(self.space, self.server.tls_port, "visitor", "#unknown", **certificate).joins()
        bot = Probe(self.space, self.server.tls_port, "fallback", "#fallback", **certificate, **self.sasl()).joins()
        person = Person(self.server.port, "p_fallback").join("#fallback")
        self.answers_as("loginbot", bot.nick, person, "#fallback")

    def sts(self):
        """A plain port that says STS is left for TLS; after that not even a new process goes back to plain."""
        server = Inspircd(self.space, self.authority, sts=True)
        wire = Wire(server.port)
        options = {"server": "localhost", "server_name": HOST_NAME, "ca_file": self.authority.ca,
                   "database": self.space.path / "sts.db"}
        bot = Probe(self.space, wire.port, "upgraded", "#upgraded", **options).joins()
        assert wire.count("JOIN") == 0 and wire.count("NICK") <= 1, wire.sent
        bot.leave()
        seen = wire.connections
        Probe(self.space, wire.port, "upgraded", "#upgraded", **options).joins()
        assert wire.connections == seen, "plain again in spite of the policy"

    def cases(self):
        for name, check in (("PLAIN over TLS, then a members' channel", self.plain),
                            ("accounts of others", self.accounts_of_others), ("wrong password", self.wrong_password),
                            ("wrong password, login not required", self.wrong_password_not_required),
                            ("services are down", self.services_down), ("services are silent", self.services_silent),
                            ("EXTERNAL by certificate", self.external),
                            ("EXTERNAL refused, then PLAIN", self.external_refused),
                            ("pinned fingerprint", self.fingerprint), ("NickServ instead of SASL", self.nickserv),
                            ("STS from a plain port", self.sts)):
            yield Case(name, check)


def main():
    need("openssl")
    run_cases(Login(Workspace()).cases(), sys.argv[1:])


if __name__ == "__main__":
    main()
