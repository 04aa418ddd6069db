#!/usr/bin/env python3
"""Servers that stop answering, die, split, or take one of two networks with them: hard cases 22, 25, 27 and 48."""

import sys
import time

from real import (HOST_NAME, Authority, Bot, Case, Crowd, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need,
                  run_cases, wait_until)

GUESTS = 60


def answers(person, bot, channel, word="ping"):
    person.say(channel, f"{word} there")
    person.hears(bot, channel, "pong there")


def half_open(space, server, channel):
    """A server that is there and says nothing is dead after `ping_timeout`; the bot comes back when it lives again."""
    bot = Probe(space, server.port, "patient", channel, ping_interval=400, ping_timeout=1200).joins()
    time.sleep(2)  # a silent but living server is no reason
    assert bot.count("^state lost") == 0, bot.lines
    server.pause()
    began = time.monotonic()
    bot.prints("^state lost .*no sign of life", limit=10)
    assert time.monotonic() - began < 6, "half-open for too long"
    server.resume()
    bot.joins()
    answers(Person(server.port, "waker").join(channel), "patient", channel)


def crash(space, server, channel):
    """The server is killed and starts again: the bot is back in its channels."""
    bot = Probe(space, server.port, "steady", channel).joins()
    for _ in range(3):
        server.restart()
        bot.prints("^state lost")
        bot.joins()
    person = Person(server.port, "newcomer").join(channel)
    answers(person, "steady", channel)


def cut(space, server, channel):
    """Connections that are reset in the middle of everything."""
    wire = Wire(server.port)
    bot = Probe(space, wire.port, "clipped", channel).joins()
    for _ in range(5):
        wire.cut()
        bot.prints("^state lost")
        bot.joins()
    assert bot.count("^state lost") == 5, bot.lines


def netsplit(space, authority, server):
    """60 people leave and come back together; the bot knows who is there, and answers all the time."""
    second = Inspircd(space, authority, uplink=server)
    person = Person(server.port, "stays", caps="").join("#split")
    bot = Probe(space, server.port, "watcher", "#split").joins()
    Crowd(second.port, GUESTS, "#split").is_there()
    wait_until(lambda: len(person.matches(":guest.* JOIN")) == GUESTS, f"{GUESTS} joins reach the first server")
    answers(person, "watcher", "#split")
    second.kill()
    wait_until(lambda: len(person.matches(":guest.* QUIT")) == GUESTS, "all guests are seen leaving")
    answers(person, "watcher", "#split")
    second.start()
    Crowd(second.port, GUESTS, "#split").is_there()
    wait_until(lambda: len(person.matches(":guest.* JOIN")) == 2 * GUESTS, f"{GUESTS} rejoins reach the first server")
    answers(person, "watcher", "#split")
    assert bot.process.poll() is None
    each, together = bot.count("^member left #split guest"), bot.count(f"^members left #split {GUESTS} ")
    assert (each, together) in ((GUESTS, 0), (0, 1)), bot.lines
    return bot


def netsplit_is_one_event(space, authority):
    """Nobody is missed or greeted sixty times."""
    bot = netsplit(space, authority, Inspircd(space, authority))
    assert bot.count("^member left #split guest") == 0, bot.lines
    bot.prints(rf"^members joined #split {GUESTS} ", limit=10)
    # They came twice; the adapter may put together the first time, too.
    together = sum(int(line.split()[3]) for line in bot.lines if line.startswith("members joined #split "))
    assert bot.count("^member joined #split guest") + together == 2 * GUESTS, "greeted again, or missed"


def server_list(space, server, other, channel):
    """Of several servers of a network one is enough, and when it dies another one takes over."""
    bot = Probe(space, server.port, "rover", channel, servers=f"127.0.0.1:{other.port}").joins()
    server.kill()
    bot.prints("^state lost")
    bot.joins()
    answers(Person(other.port, "here").join(channel), "rover", channel)
    server.start()
    other.kill()
    bot.prints("^state lost")
    bot.joins()
    answers(Person(server.port, "there").join(channel), "rover", channel)


def two_networks(space, inspircd, ngircd, authority):
    """The program on two networks under one nick; one dies, the other notices nothing."""
    common = {"nick": "confab", "channels": ["#two"], "reconnect_delay": "200ms", "reconnect_max": "1s",
              "flood_interval": "0s"}
    people = [Person(inspircd.port, "anna"), Person(ngircd.port, "bert")]
    for person in people:
        person.join("#two")
    bot = Bot(space, {
        "first": {"server": "127.0.0.1", "port": inspircd.tls_port, "server_name": HOST_NAME,
                  "ca_file": str(authority.ca), **common},
        "second": {"server": "127.0.0.1", "port": ngircd.port, "tls": False, **common}})
    for person in people:
        person.sees_join("confab", "#two")
        person.say("#two", "!echo both")
        person.hears("confab", "#two", f"{person.nick}: echo both")
    ngircd.kill()
    for number in range(20):
        people[0].say("#two", f"!echo {number}")
        people[0].hears("confab", "#two", f"anna: echo {number}", limit=5)
    ngircd.start()
    bert = Person(ngircd.port, "bert").join("#two")
    if not bert.matches("353 .*confab"):
        bert.sees_join("confab", "#two")
    bert.say("#two", "!echo back")
    bert.hears("confab", "#two", "bert: echo back")
    said = people[0].said_by("confab", "#two")
    assert said == ["anna: echo both"] + [f"anna: echo {number}" for number in range(20)], said
    bot.process.terminate()
    assert bot.end() == 0


def main():
    need("openssl")
    space = Workspace()
    authority = Authority(space)
    first, paused, crashing, pair = (Inspircd(space, authority) for _ in range(4))
    run_cases([
        Case("InspIRCd: half-open", lambda: half_open(space, paused, "#half")),
        Case("ngIRCd: half-open", lambda: half_open(space, Ngircd(space), "#half")),
        Case("InspIRCd: crashes", lambda: crash(space, crashing, "#crash")),
        Case("ngIRCd: crashes", lambda: crash(space, Ngircd(space), "#crash")),
        Case("InspIRCd: cut connections", lambda: cut(space, first, "#cut")),
        Case("InspIRCd: netsplit", lambda: netsplit(space, authority, first)),
        Case("InspIRCd: a split is one event", lambda: netsplit_is_one_event(space, authority)),
        Case("ngIRCd: a list of servers", lambda: server_list(space, Ngircd(space), Ngircd(space), "#rove")),
        Case("two networks, one dies", lambda: two_networks(space, pair, Ngircd(space), authority)),
    ], sys.argv[1:])


if __name__ == "__main__":
    main()
