#!/usr/bin/env python3
"""aiohttp, the client of the Python bot this service descends from: one session, a connection a caller."""
import asyncio
import json
import resource
import ssl
import sys
import time

import aiohttp


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Load:
    def __init__(self, callers, requests):
        self.left, self.warm_up, self.failed = requests, callers * 20, 0
        self.sent, self.total = 0, callers * 20 + requests

    def next(self):
        if self.sent == self.warm_up:
            self.begun, self.cpu = time.perf_counter(), cpu_seconds()
        self.sent += 1
        return self.sent <= self.total


async def caller(session, url, load):
    while load.next():
        async with session.get(url) as response:
            await response.read()
            load.failed += response.status != 200


async def main():
    url, callers, requests, ca_file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    load = Load(callers, requests)
    context = ssl.create_default_context(cafile=ca_file)
    connector = aiohttp.TCPConnector(limit=callers, limit_per_host=callers, ssl=context)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(caller(session, url, load) for _ in range(callers)))
    print(json.dumps({"seconds": time.perf_counter() - load.begun, "cpu": cpu_seconds() - load.cpu,
                      "failed": load.failed}))


asyncio.run(main())
