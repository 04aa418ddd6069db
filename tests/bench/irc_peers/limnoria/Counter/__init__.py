"""Limnoria's part in irc.py: counts the messages of a channel, and says how many there were when asked."""
import supybot
from supybot import callbacks, ircmsgs

__version__ = "1"
__author__ = supybot.authors.unknown


class Counter(callbacks.Plugin):
    def __init__(self, irc):
        super().__init__(irc)
        self.count = 0

    def doPrivmsg(self, irc, msg):  # noqa: N802 (Limnoria's name)
        text = msg.args[1]
        if text.startswith("flood "):
            self.count += 1
        elif text == "how many":
            irc.queueMsg(ircmsgs.privmsg(msg.args[0], f"heard {self.count}"))
            self.count = 0


Class = Counter
configure = None
