#!/usr/bin/env python3
"""The IRC adapter: lines, memory, and the CPU of a message, against Eggdrop, Limnoria and irc-framework on one ngIRCd.

All bots are in the same channel and hear the same flood at the same time; each says at the end how many messages it heard, and
a figure is only printed for one that heard all. Turns are repeated, medians are printed.
"""
import os
import socket
import statistics
import subprocess
import sys
import time
from json import dumps

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from irc_tools import bots, servers  # noqa: E402
from irc_tools.workspace import Workspace, cpu_seconds, resident_mb  # noqa: E402

TURNS = int(os.environ.get("CONFAB_BENCH_TURNS", "5"))
REPLAYED = 100_000
FLOOD, RATE = 20_000, 2_000  # messages, and how many a second: the slowest peer can take about three times as many
SETTLE_S = 20
BARS = {"eggdrop": 2, "limnoria": 10, "irc-framework": 3}


def emit(metric, value, unit, **more):
    print(dumps({"bench": "irc", "metric": metric, "value": round(value, 3), "unit": unit, **more}), flush=True)


def replay():
    """CPU of the program for each message of a flood with tags that comes as fast as it reads."""
    prepared = servers.Replay.prepare(REPLAYED)
    with Workspace() as space, socket.create_server(("127.0.0.1", 0)) as listener:
        bot = bots.confab(space, listener.getsockname()[1])
        server = servers.Replay(listener)
        took, lost = [], 0
        for _ in range(TURNS):
            begun = cpu_seconds(bot.pid)
            heard = server.flood(prepared)
            took.append((cpu_seconds(bot.pid) - begun) / REPLAYED * 1e6)
            lost += REPLAYED - heard
        emit("message_cpu_us", statistics.median(took), "us")
        emit("message_lost", lost, "messages", bar=0)


def memory(space, server, person, peers):
    """Resident memory after a while in a channel without talk."""
    alone = bots.confab(space, server.port, nick="alone", counts=False)
    secure = bots.confab(space, server.tls_port, nick="secure", counts=False, ca_file=server.ca_file)
    person.wait_for(["alone", "secure", *peers])
    time.sleep(SETTLE_S)
    ours = resident_mb(alone.pid)
    emit("irc_only_rss_mb", ours, "MB", bar=10)
    emit("irc_only_rss_tls_mb", resident_mb(secure.pid), "MB")
    for nick, process in peers.items():
        theirs = resident_mb(process.pid)
        emit("irc_only_rss_mb", theirs, "MB", peer=nick, ratio=round(ours / theirs, 3))
    space.end(alone)
    space.end(secure)


def relay(space, server, person, peers):
    """Messages handled per second of a bot's own CPU."""
    running = {"confab": bots.confab(space, server.port), **peers}
    person.wait_for(running)
    time.sleep(2)
    turns = {nick: [] for nick in running}
    for _ in range(TURNS):
        begun = {nick: cpu_seconds(process.pid) for nick, process in running.items()}
        person.flood(FLOOD, RATE)
        heard = person.ask(len(running))
        for nick, process in list(running.items()):
            if heard.get(nick) == FLOOD:
                turns[nick].append(FLOOD / (cpu_seconds(process.pid) - begun[nick]))
            else:
                print(f"irc: no figure for {nick}: it heard {heard.get(nick, 'and said nothing')} of {FLOOD} messages",
                      file=sys.stderr)
                del running[nick], turns[nick]
    if "confab" not in running:
        sys.exit(1)
    ours = statistics.median(turns["confab"])
    emit("relay_per_cpu_s", ours, "messages/s")
    for nick in peers:
        if nick in running:
            ratio = statistics.median(a / b for a, b in zip(turns["confab"], turns[nick]))
            emit("relay_per_cpu_s", statistics.median(turns[nick]), "messages/s", peer=nick, ratio=round(ratio, 2),
                 bar=BARS[nick])


def main():
    subprocess.run([bots.BUILD / "bench" / "tools" / "irc_wire"], check=True)
    replay()
    if not servers.find_ngircd():
        print("irc: the comparison with other bots is left out: ngircd is not installed", file=sys.stderr)
        return
    with Workspace() as space:
        server = servers.Ngircd(space)
        person = servers.Person(server.port)
        peers = {nick: start(space, server.port) for nick, start in bots.PEERS_BY_NICK.items()}
        peers = {nick: process for nick, process in peers.items() if process}
        memory(space, server, person, peers)
        relay(space, server, person, peers)


if __name__ == "__main__":
    main()
