#!/usr/bin/env python3
"""The race for a kept connection, which the server closes while the next request is on its way: who fails, who sends twice?

{GET, POST, POST with Idempotency-Key, PUT} x four ways to close, for the HTTP service and, as peers, libcurl and aiohttp. Per
cell: requests that failed, and requests that the server received more than once. What a cell does: README.md.
"""
import asyncio
import collections
import concurrent.futures
import json
import os
import random
import socket
import struct
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("CONFAB_BUILD") or os.path.join(HERE, "..", "..", "build", "release")
PEERS = os.path.join(HERE, "stale_race_peers")
ROUNDS = int(os.environ.get("CONFAB_BENCH_ROUNDS", "200"))
TOOLS = os.path.join(BUILD, "bench", "tools")
CLIENTS = {"confab": [os.path.join(TOOLS, "stale_race_confab")], "curl": [os.path.join(TOOLS, "stale_race_libcurl")],
           "aiohttp": ["/usr/bin/python3", os.path.join(PEERS, "aiohttp_client.py")]}
REQUESTS = {"get": ("GET", "-"), "post": ("POST", "-"), "post_with_key": ("POST", "key"), "put": ("PUT", "-")}
# How long a client waits before each second request, in ms: about when the server closes, if it does that in between.
PAUSES = {"closes_after_reading": [0], "resets_after_reading": [0], "closes_idle": [49, 50, 51],
          "closes_at_random": [0, 1, 2, 3, 4]}
IDLE_S, MOST_RANDOM_S = 0.050, 0.005


class Fickle(asyncio.Protocol):
    """Answers the first request of a connection; then `ending` happens."""

    def __init__(self, loop, ending, arrived, chance):
        self.loop, self.ending, self.arrived, self.chance = loop, ending, arrived, chance
        self.pending, self.served, self.timer = b"", 0, None

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, exc):
        self.stop_timer()

    def stop_timer(self):
        if self.timer:
            self.timer.cancel()
            self.timer = None

    def data_received(self, data):
        self.stop_timer()
        self.pending += data
        while True:
            head, end, rest = self.pending.partition(b"\r\n\r\n")
            length = 0
            for line in head.split(b"\r\n")[1:]:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not end or len(rest) < length:
                return
            self.pending = rest[length:]
            self.arrived[head.split(b" ")[1]] += 1
            self.served += 1
            if not self.answer():
                return

    def answer(self):
        """Whether the connection goes on."""
        if self.served == 2 and self.ending == "closes_after_reading":
            self.transport.close()
            return False
        if self.served == 2 and self.ending == "resets_after_reading":
            plug = self.transport.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()
            return False
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        if self.ending == "closes_idle":
            self.timer = self.loop.call_later(IDLE_S, self.transport.close)
        if self.ending == "closes_at_random":
            self.timer = self.loop.call_later(self.chance.uniform(0, MOST_RANDOM_S), self.transport.close)
        return True


class Server:
    """A listener for each cell, all in one thread."""

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def cell(self, ending):
        """The URL of a new listener and what arrives there, by path."""
        arrived, chance = collections.Counter(), random.Random(42)

        async def listen():
            return await self.loop.create_server(lambda: Fickle(self.loop, ending, arrived, chance), "127.0.0.1", 0)

        listener = asyncio.run_coroutine_threadsafe(listen(), self.loop).result()
        return f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", arrived


def clients():
    """Those that are there; the others are named on stderr."""
    probe = subprocess.run([CLIENTS["aiohttp"][0], "-c", "import aiohttp"], capture_output=True, check=False)
    if probe.returncode == 0:
        return list(CLIENTS)
    print(f"stale_race: aiohttp is left out: {CLIENTS['aiohttp'][0]} has no such module", file=sys.stderr)
    return ["confab", "curl"]


def measure(server, client, request, ending):
    """Requests that failed and requests that arrived more than once."""
    url, arrived = server.cell(ending)
    pauses = ",".join(str(pause) for pause in PAUSES[ending])
    command = [*CLIENTS[client], url, *REQUESTS[request], str(ROUNDS), pauses]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        sys.exit(f"stale_race: {client} failed: {done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])["failed"], sum(1 for times in arrived.values() if times > 1)


def emit(metric, value, client):
    line = {"bench": "stale_race", "metric": metric, "value": value, "unit": "requests"}
    print(json.dumps(line if client == "confab" else {**line, "peer": client}), flush=True)


def main():
    # Each cell is mostly waiting: a few at a time, and the order of the lines stays that of the table.
    present = clients()
    with Server() as server, concurrent.futures.ThreadPoolExecutor(6) as workers:
        cells = [(client, request, ending) for ending in PAUSES for request in REQUESTS for client in present]
        for cell, (failed, duplicates) in zip(cells, workers.map(lambda cell: measure(server, *cell), cells)):
            client, request, ending = cell
            emit(f"{request}_{ending}_failed", failed, client)
            emit(f"{request}_{ending}_duplicates", duplicates, client)


if __name__ == "__main__":
    main()
