#!/usr/bin/env python3
"""Echoes, labels, history, CTCP and tags: hard cases 29, 30, 31, 32, 41 and 44 on InspIRCd, and on ngIRCd what applies."""

import re
import sys
import time

from real import (ALL_CAPS, Authority, Case, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need, run_cases,
                  tag, wait_until)


class Talk:
    def __init__(self, space, server, name):
        self.space = space
        self.server = server
        self.name = name

    def meet(self, key, **options):
        """A bot, its wire, and a person in a channel of their own."""
        channel = f"#{key}"
        person = Person(self.server.port, f"p_{key}", **options).join(channel)
        wire = Wire(self.server.port)
        bot = Probe(self.space, wire.port, key, channel).joins()
        person.sees_join(key, channel)
        return bot, wire, person, channel

    def echo(self):
        """What the bot says comes back as its own: no event that runs commands, and none twice."""
        bot, _, person, channel = self.meet("echoes")
        bot.send(channel, "ping myself")
        bot.type(f"action {channel} waves")
        bot.send(channel, "the last")
        person.hears("echoes", channel, "ping myself")
        person.hears("echoes", channel, "\x01ACTION waves\x01")
        person.hears("echoes", channel, "the last")
        person.say(channel, "ping after")
        person.hears("echoes", channel, "pong after")
        assert bot.count("^message live.* echoes/") == 0, bot.lines
        assert person.said_by("echoes", channel) == ["ping myself", "\x01ACTION waves\x01", "the last", "pong after"]
        for text in ("ping myself", "waves", "the last"):
            assert bot.count(f"^message echo,.*{text}$") <= 1, bot.lines

    def to_itself(self, key="lonely"):
        """A message to itself comes in two copies; neither is heard as somebody's."""
        bot, _, person, channel = self.meet(key)
        bot.send(key, "ping me")
        person.say(channel, "ping you")
        person.hears(key, channel, "pong you")
        assert bot.count(f"^message live.* {key}/") == 0, bot.lines
        return bot

    def to_itself_once(self):
        bot = self.to_itself("lonelier")
        assert bot.count("^message echo.*ping me$") == 1, bot.lines
        assert bot.count("^sent .+") >= 1, bot.lines

    def no_tags(self):
        """A server that knows no tags gets none: it would lose the message."""
        bot, wire, person, channel = self.meet("tagless")
        person.say(channel, "ping plain")
        person.hears("tagless", channel, "pong plain")
        bot.type(f"typing {channel}")
        bot.type(f"reply {channel} some-id an answer")
        person.expect(":tagless!.* PRIVMSG #tagless :.*an answer$")
        assert not any(line.startswith(b"@") for _, line in wire.sent), wire.sent

    def history(self, key="latecomer", tells_batch=True):
        """What was said before the bot came is history: shown as such, and not answered."""
        channel = f"#{key}"
        person = Person(self.server.port, f"p_{key}").join(channel)
        person.send(f"MODE {channel} +H 20:600")
        person.expect(" MODE .*H")
        for number in range(5):
            person.say(channel, f"ping missed {number}")
        person.sync()
        if not tells_batch:
            time.sleep(6)  # without a batch only the time tells, and that needs a difference
        bot = Probe(self.space, self.server.port, key, channel).joins()
        for number in range(5):
            bot.hears(f"ping missed {number}", origin="history")
        person.say(channel, "ping now")
        person.hears(key, channel, "pong now")
        assert person.said_by(key, channel) == ["pong now"]

    def ctcp(self):
        """Queries are answered in private, by notice, and not without end; notices are not answered at all."""
        _, wire, person, channel = self.meet("ctcps", caps="")
        answer = rf":ctcps!\S+ NOTICE {person.nick} :\x01"
        person.say("ctcps", "\x01PING 12345\x01")
        person.expect(answer + "PING 12345\x01$")
        person.say("ctcps", "\x01VERSION")  # without its end
        person.expect(answer + "VERSION .*\x01$")
        person.say(channel, "\x01version\x01")
        person.expect(answer + "VERSION .*\x01$")
        person.send(f"NOTICE ctcps :\x01VERSION\x01", f"NOTICE ctcps :\x01PING 9\x01")
        for _ in range(100):
            person.say("ctcps", "\x01VERSION\x01")
        person.say(channel, "ping awake")
        person.hears("ctcps", channel, "pong awake")
        answers = wire.count("NOTICE ")
        assert 3 <= answers <= 20, f"{answers} answers to 105 queries"
        assert wire.count(f"NOTICE {channel}") == 0 and not any(b"PING 9" in line for _, line in wire.sent)

    def message_ids(self):
        """With labels and echoes, what was sent has the id that others see."""
        bot, wire, person, channel = self.meet("labels")
        bot.send(channel, "with an id")
        given = bot.prints("^sent (.+)$").group(1)
        seen = person.hears("labels", channel, "with an id")
        assert tag(seen.string, "msgid") == given, (given, seen.string)
        bot.send("nobodyhere", "to nobody")
        bot.prints("^error .*")
        wire.check_lines()

    def many_labels(self):
        """Fifty messages under way together: each gets its own id."""
        bot, _, person, channel = self.meet("manylabels")
        bot.type(f"burst {channel} 50 number")
        wait_until(lambda: bot.count("^sent .") == 50, lambda: f"50 ids: {bot.lines[-3:]}", 20)
        given = [line.split(" ", 1)[1] for line in bot.lines if line.startswith("sent ")]
        seen = [tag(match.string, "msgid") for match in person.matches(":manylabels!.* PRIVMSG .*:number")]
        assert sorted(given) == sorted(seen) and len(set(given)) == 50

    def tags_both_ways(self):
        """Replies, reactions and typing, made and understood."""
        bot, _, person, channel = self.meet("tagged", caps=ALL_CAPS)
        person.say(channel, "react to me")
        told = tag(person.hears(person.nick, channel, "react to me").string, "msgid")
        bot.hears("react to me")
        bot.type(f"react {channel} {told} 👍")
        line = person.expect(r"^@\S*react\S* :tagged!\S+ TAGMSG ").string
        assert tag(line, "+draft/reply") == told or tag(line, "+reply") == told, line
        bot.type(f"reply {channel} {told} here you are")
        line = person.expect(r":tagged!\S+ PRIVMSG #tagged :.*here you are$").string
        assert tag(line, "+draft/reply") == told or tag(line, "+reply") == told, line
        bot.type(f"typing {channel}")
        person.expect(r"^@\S*\+typing=active\S* :tagged!\S+ TAGMSG :?#tagged$")
        person.send(f"@+draft/react=🎉;+draft/reply={told};+reply={told} TAGMSG {channel}")
        bot.prints(rf"^reaction \+ {re.escape(told)} {person.nick} 🎉$")
        person.send(f"@+reply={told};+draft/reply={told} PRIVMSG {channel} :I answer")
        bot.prints(rf"^message live,reply={re.escape(told)} .*I answer$")

    def accounts_and_bots(self):
        """The bot marks itself as one (bot mode), and knows other bots."""
        bot, wire, person, channel = self.meet("marked")
        wire.carries("MODE marked +B")
        person.send(f"MODE {person.nick} +B")
        person.sync()
        person.say(channel, "beep")
        bot.prints("^message live,bot .*beep$")

    def cases(self):
        rows = [("CTCP", self.ctcp)]
        if self.name == "ngIRCd":
            rows += [("no tags", self.no_tags), ("a message to itself", self.to_itself)]
        else:
            rows += [("echo", self.echo), ("a message to itself", self.to_itself), ("history in a batch", self.history), ("bots", self.accounts_and_bots)]
            yield Case(f"{self.name}: ids of sent messages", self.message_ids)
            yield Case(f"{self.name}: a message to itself, once", self.to_itself_once)
            yield Case(f"{self.name}: many labels", self.many_labels)
            yield Case(f"{self.name}: reply, react, typing", self.tags_both_ways)
        for name, check in rows:
            yield Case(f"{self.name}: {name}", check)


def main():
    need("openssl")
    space = Workspace()
    authority = Authority(space)
    talk = Talk(space, Inspircd(space, authority), "InspIRCd")
    batchless = Talk(space, Inspircd(space, authority, without=("ircv3_batch", "ircv3_labeledresponse")), "InspIRCd")
    run_cases([*talk.cases(), *Talk(space, Ngircd(space), "ngIRCd").cases(),
               Case("InspIRCd: history without a batch", lambda: batchless.history("batchless", False))], sys.argv[1:])


if __name__ == "__main__":
    main()
