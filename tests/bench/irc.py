#!/usr/bin/env python3
"""The IRC adapter: lines, memory, and the CPU of a message, against Eggdrop, Limnoria and irc-framework on one ngIRCd.

All bots are in the same channel and hear the same flood at the same time; each says at the end how many messages it heard, and
a figure is only printed for one that heard all. Turns are repeated, medians are printed.
"""
import json
import os
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from irc_tools import bots, servers  # noqa: E402
from irc_tools.workspace import Workspace, cpu_seconds, resident_mb  # noqa: E402

TURNS = int(os.environ.get("CONFAB_BENCH_TURNS", "5"))
REPLAYED = 100_000
FLOOD, RATE = 20_000, 2_000  # messages, and how many a second: the slowest peer can take about three times as many
BURST = 200  # of them at once: so that handling them is measured more than waking up
SETTLE_S = 20
BARS = {"eggdrop": 2, "limnoria": 10, "irc-framework": 3}


def emit(metric, value, unit, **more):
    print(json.dumps({"bench": "irc", "metric": metric, "value": round(value, 3), "unit": unit, **more}), flush=True)


def replay():
    """CPU of the program for each message of a flood with tags that comes as fast as it reads."""
    tagged, short = servers.Replay.tagged(REPLAYED), servers.Replay.short(REPLAYED)
    with Workspace() as space, socket.create_server(("127.0.0.1", 0)) as listener:
        bot = bots.confab(space, listener.getsockname()[1])
        server = servers.Replay(listener)
        took, lost = [], 0
        for _ in range(TURNS):
            begun = cpu_seconds(bot.pid)
            lost += REPLAYED - server.flood(tagged)
            took.append((cpu_seconds(bot.pid) - begun) / REPLAYED * 1e6)
        emit("message_cpu_us", statistics.median(took), "us")
        emit("message_lost", lost, "messages", bar=0)
        emit("short_message_lost", REPLAYED - server.flood(short), "messages", bar=0)


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


def one_flood(person, running, burst):
    """Messages per second of its own CPU, for each bot that heard all of them."""
    begun = {nick: cpu_seconds(process.pid) for nick, process in running.items()}
    person.flood(FLOOD, RATE, burst)
    heard = person.ask(len(running))
    rates = {}
    for nick, process in running.items():
        if heard.get(nick) == FLOOD:
            rates[nick] = FLOOD / (cpu_seconds(process.pid) - begun[nick])
        else:
            print(f"irc: no figure for {nick}: it heard {heard.get(nick, 'and said nothing')} of {FLOOD} messages",
                  file=sys.stderr)
    return rates


def relay(metric, person, running, burst, bars):
    turns = [one_flood(person, running, burst) for _ in range(TURNS)]
    heard_all = [nick for nick in running if all(nick in turn for turn in turns)]
    if "confab" not in heard_all:
        sys.exit(1)
    emit(metric, statistics.median(turn["confab"] for turn in turns), "messages/s")
    for nick in heard_all:
        if nick != "confab":
            ratio = statistics.median(turn["confab"] / turn[nick] for turn in turns)
            more = {"bar": bars[nick]} if nick in bars else {}
            emit(metric, statistics.median(turn[nick] for turn in turns), "messages/s", peer=nick, ratio=round(ratio, 2), **more)


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
        running = {"confab": bots.confab(space, server.port), **peers}
        person.wait_for(running)
        relay("relay_per_cpu_s", person, running, BURST, BARS)
        relay("relay_spaced_per_cpu_s", person, running, 1, {})


if __name__ == "__main__":
    main()
