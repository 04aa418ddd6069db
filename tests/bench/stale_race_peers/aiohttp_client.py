#!/usr/bin/env python3
"""aiohttp in the stale keep-alive race: one session; arguments and output as race.hpp says."""
import asyncio
import json
import sys

import aiohttp


async def main():
    url, method, key, rounds = sys.argv[1], sys.argv[2], sys.argv[3] == "key", int(sys.argv[4])
    pauses = [int(pause) / 1e3 for pause in sys.argv[5].split(",") if pause]
    failed = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        for number in range(rounds):
            if number % 2 and pauses:
                await asyncio.sleep(pauses[number // 2 % len(pauses)])
            headers = {"Idempotency-Key": str(number)} if key else {}
            body = None if method == "GET" else "body"
            try:
                async with session.request(method, f"{url}/{number}", headers=headers, data=body) as response:
                    await response.read()
            except aiohttp.ClientError:
                failed += 1
    print(json.dumps({"failed": failed}))


asyncio.run(main())
