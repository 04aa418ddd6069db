#!/usr/bin/env python3
"""Two networks whose servers die every few seconds, for minutes: the bot is back in its channels each time, answers
every message that it can have heard once and none twice, and its memory stays flat.

    soak.py [--minutes 5]
"""

import argparse
import collections
import random
import re
import threading
import time

from real import HOST_NAME, Authority, Bot, Case, Failed, Inspircd, Ngircd, Person, Workspace, need, run_cases

CHANNELS = ["#one", "#two", "#three"]
FLAT = 1.10  # of the memory after warm-up
SLACK_KB = 1024
BACK_WITHIN = 20


class Network(threading.Thread):
    """One server that is killed and started, and the person who is there as long as it lives."""

    def __init__(self, name, server, seed, until):
        super().__init__(daemon=True)
        self.name = name
        self.server = server
        self.until = until
        self.dice = random.Random(seed)
        self.restarts = 0
        self.said = 0
        self.answered = collections.Counter()
        self.waits = []  # seconds from the start of a server to the bot in all its channels
        self.problem = None

    def run(self):
        try:
            person, asked = self._life()
            while time.monotonic() < self.until:
                self.server.kill()
                self._count(person, asked)
                time.sleep(self.dice.choice((0, 0.1, 1)))
                self.server.start()
                self.restarts += 1
                person, asked = self._life()
            self._count(person, asked)
        except (Failed, OSError) as error:
            self.problem = f"{self.name}, after {self.restarts} restarts: {error}"

    def _life(self):
        """From one start to the next: waits for the bot and talks to it. Returns what must have been answered."""
        started = time.monotonic()
        person = Person(self.server.port, "alice")
        person.ready()
        for channel in CHANNELS:
            person.send(f"JOIN {channel}")
        missing = set(CHANNELS)
        while missing:
            match = person.expect(r"(?::confab!\S+ JOIN :?(#\w+))|(?: 353 \S+ \S+ (#\w+) :.*\bconfab( |$))", BACK_WITHIN)
            missing.discard(match.group(1) or match.group(2))
        self.waits.append(time.monotonic() - started)
        ending = time.monotonic() + self.dice.uniform(0.5, 3)
        asked = []
        while time.monotonic() < ending:
            self.said += 1
            asked.append(f"{self.name}-{self.said}")
            person.say(self.dice.choice(CHANNELS), f"!echo {asked[-1]}")
            time.sleep(0.05)
        if self.dice.random() < 0.5:
            for text in asked:
                if not person.matches(f"PRIVMSG #.*echo {re.escape(text)}$"):
                    person.expect(rf"PRIVMSG #\w+ :?alice: echo {re.escape(text)}$", 10)
            return person, asked
        for _ in range(20):  # the server dies with questions and answers under way
            self.said += 1
            person.say(self.dice.choice(CHANNELS), f"!echo {self.name}-{self.said}")
        time.sleep(self.dice.choice((0, 0.01, 0.05)))
        return person, []

    def _count(self, person, must):
        for match in person.matches(r":confab!\S+ PRIVMSG #\w+ :?alice: echo (\S+)$"):
            self.answered[match.group(1)] += 1
        person.close()
        missing = [text for text in must if not self.answered[text]]
        if missing:
            raise Failed(f"every question is answered: {missing} were not")

    def check(self):
        if self.problem:
            raise Failed(self.problem)
        twice = [text for text, times in self.answered.items() if times > 1]
        if twice:
            raise Failed(f"{self.name}: no message is answered twice, unlike {twice[:5]}")

    def report(self):
        waits = sorted(self.waits[1:]) or [0]
        return (f"{self.name}: {self.restarts} restarts, {self.said} questions, {len(self.answered)} answers, none twice; "
                f"back in all channels after {waits[len(waits) // 2]:.1f} s (median), {waits[-1]:.1f} s (longest)")


def soak(space, seconds):
    authority = Authority(space)
    inspircd, ngircd = Inspircd(space, authority), Ngircd(space)
    common = {"server": "127.0.0.1", "nick": "confab", "channels": CHANNELS, "reconnect_delay": "100ms",
              "reconnect_max": "500ms", "flood_interval": "0s"}
    bot = Bot(space, {
        "inspircd": {"port": inspircd.tls_port, "server_name": HOST_NAME, "ca_file": str(authority.ca), **common},
        "ngircd": {"port": ngircd.port, "tls": False, **common}})
    until = time.monotonic() + seconds
    networks = [Network("inspircd", inspircd, 1, until), Network("ngircd", ngircd, 2, until)]
    for network in networks:
        network.start()
    memory = []
    while any(network.is_alive() for network in networks):
        time.sleep(1)
        if bot.process.poll() is not None:
            raise Failed(f"the bot lives: it ended with {bot.process.returncode}\n{bot.log()[-2000:]}")
        memory.append(bot.memory_kb())
    for network in networks:
        network.check()
        print("  " + network.report())
    # Ten restarts, or a sixth of the time: by then all code has run once.
    warm = memory[len(memory) // 6:]
    before, after = max(warm[:max(3, len(warm) // 6)]), max(warm[-max(3, len(warm) // 6):])
    print(f"  memory: {before} kB after warm-up, {after} kB at the end, growth {after - before:+d} kB "
          f"({100 * (after - before) / before:+.1f} %), peak {max(memory)} kB")
    if after > before * FLAT and after - before > SLACK_KB:
        raise Failed(f"memory is flat: {before} kB became {after} kB")
    bot.process.terminate()
    if bot.end() != 0:
        raise Failed(f"the bot leaves with 0, not {bot.process.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    seconds = parser.parse_args().minutes * 60
    need("openssl")
    space = Workspace()
    run_cases([Case(f"soak of {seconds:.0f} s", lambda: soak(space, seconds), alone=True)])


if __name__ == "__main__":
    main()
