#!/usr/bin/env python3
"""What is said and what arrives, byte for byte: hard cases 8, 9, 10 and 11 on InspIRCd and ngIRCd.

The person has no capabilities, so the server adds nothing to a line but the bot's prefix, and cuts what is too long.
"""

import random
import re
import sys

from real import Authority, Case, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need, run_cases, wait_until

FAMILY = "\U0001F468\u200d\U0001F469\u200d\U0001F467\u200d\U0001F466"
POOL = ["a", "Z", "é", "ß", "中", "\U0001F600", FAMILY, "e\u0301", " ", "word ", ",", ":", "%", "\u202e", "\u00a0", "`"]
CODES = re.compile("\x03(\\d{1,2}(,\\d{1,2})?)?|\x04([0-9a-fA-F]{6})?|[\x02\x0f\x11\x16\x1d\x1e\x1f]")


def squeezed(text):
    """Without what may change where a text is cut: blanks and repeated formatting."""
    return re.sub("[ \u00a0\n]", "", CODES.sub("", text))


class Texts:
    def __init__(self, space, server, name):
        self.space = space
        self.server = server
        self.name = name

    def meet(self, key):
        """A bot, its wire, and a person in a channel of their own."""
        channel = f"#{key}"
        person = Person(self.server.port, f"p_{key}", caps="").join(channel)
        wire = Wire(self.server.port)
        bot = Probe(self.space, wire.port, key, channel).joins()
        person.sees_join(key, channel)
        return bot, wire, person, channel

    def arrives(self, bot, wire, person, channel, text, lines=None, command="send"):
        """The whole text, in legal lines, none with half a character; `lines`: how many."""
        before = len(person.said_by(bot.nick, channel))
        bot.send(channel, text, command)
        wanted = squeezed(text)

        def whole():
            parts = person.said_by(bot.nick, channel)[before:]
            return parts if len(squeezed("".join(parts))) >= len(wanted) else None

        parts = wait_until(whole, lambda: f"{text[:30]!r}... arrives whole; last: {person.lines[-1][-60:]!r}", 15)
        assert squeezed("".join(parts)) == wanted, (text, parts)
        for part in parts:
            part.encode("utf-8")  # no half characters: those would be surrogates
        assert lines is None or len(parts) == lines, f"{len(parts)} lines instead of {lines}"
        wire.check_lines()
        return parts

    def bad_bytes(self):
        """Latin-1, a sequence cut in the middle, NUL: the text comes as well as it can, and nobody falls over."""
        bot, _, person, channel = self.meet("badbytes")
        prefix = f"PRIVMSG {channel} :".encode()
        person.send_raw(prefix + b"caf\xe9 cr\xe8me\r\n")
        bot.hears("café crème")
        person.send_raw(prefix + "naïve".encode() + b" \xf0\x9f\r\n")
        bot.prints("^message live .*na.*ve")
        person.send_raw(prefix + bytes(byte for byte in range(1, 256) if byte not in (10, 13)) + b"\r\n")
        if self.name != "ngIRCd":  # which hears nothing more from who sends NUL, and throws out long lines
            person.send_raw(prefix + b"a\0b\r\n")
            person.send_raw(prefix + "é".encode() * 300 + b"\r\n")  # cut by the server inside a character
            cut = bot.prints("^message live .*(é{100,}.*)$").group(1)
            assert set(cut) == {"é"}, cut
        person.send_raw(prefix + b"ping still here\r\n")
        person.hears("badbytes", channel, "pong still here")

    def line_ends(self):
        """A text cannot become a command."""
        bot, wire, person, channel = self.meet("lineends")
        bot.send(channel, "hi\r\nQUIT :gone\rPART #x\nJOIN 0\0KILL")
        person.hears("lineends", channel, "hi")
        said = person.expect(":lineends!.*PRIVMSG #lineends :(.*KILL)").group(1)
        assert "\0" not in said and wire.count("QUIT") == 0 and wire.count("PART") == 0 and wire.count("JOIN 0") == 0
        wire.check_lines()
        bot.send(channel, "still here")
        person.hears("lineends", channel, "still here")

    def long_texts(self):
        """600 bytes, 300 two-byte characters, emoji of many parts, formatting over a cut."""
        talk = self.meet("longtexts")
        self.arrives(*talk, "x" * 600, lines=2)
        self.arrives(*talk, "é" * 300, lines=2)
        self.arrives(*talk, FAMILY * 60)
        self.arrives(*talk, " ".join(["word"] * 200))
        bold = self.arrives(*talk, "y" * 700, command="bold")
        assert all(part.startswith("\x02") for part in bold), bold
        self.arrives(*talk, "one\n\ntwo\n" + "z" * 500)

    def whole_emoji(self):
        """An emoji made of several is one character: it is not cut."""
        talk = self.meet("families")
        families = self.arrives(*talk, FAMILY * 60)
        assert all(len(part) % len(FAMILY) == 0 for part in families), "an emoji was cut"

    def any_text(self):
        """Property: whatever is said arrives whole, and no line is longer than 510 bytes."""
        talk = self.meet("anytext")
        dice = random.Random(5)
        for _ in range(60):
            self.arrives(*talk, "t" + "".join(dice.choice(POOL) for _ in range(dice.randrange(1, 700))) + "e")

    def exact_lengths(self):
        """Around the very edge: a text that just fits is one line, one byte more makes two."""
        bot, wire, person, channel = self.meet("exact")
        bot.send(channel, "first")
        prefix = person.expect(r"^(:exact!\S+ )PRIVMSG").group(1)
        fits = 510 - len(prefix.encode()) - len(f"PRIVMSG {channel} :".encode())
        for length, lines in ((fits - 1, 1), (fits, 1), (fits + 1, 2)):
            self.arrives(bot, wire, person, channel, "x" * length, lines)
            self.arrives(bot, wire, person, channel, "x" * (length - 2) + "é", lines)

    def cases(self):
        for name, check in (("bad bytes", self.bad_bytes), ("line ends in a text", self.line_ends),
                            ("long texts", self.long_texts), ("any text", self.any_text),
                            ("lengths around the limit", self.exact_lengths)):
            yield Case(f"{self.name}: {name}", check)
        yield Case(f"{self.name}: emoji of several parts", self.whole_emoji)


def main():
    need("openssl")
    space = Workspace()
    servers = [(Inspircd(space, Authority(space)), "InspIRCd"), (Ngircd(space), "ngIRCd")]
    run_cases([case for server, name in servers for case in Texts(space, server, name).cases()], sys.argv[1:])


if __name__ == "__main__":
    main()
