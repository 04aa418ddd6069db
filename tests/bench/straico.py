#!/usr/bin/env python3
"""The table of the bot that this project descends from, measured: what a kept connection, a cache and compression save.

That bot opened a connection with a full TLS handshake for each request and claimed to save 30-50 % with a pool and 90 % with
a cache. Both sides of each comparison are the same HTTP service, TLS 1.3, loopback; they take turns, and the
median of each turn's own fraction counts. What is measured how: README.md.
"""
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "support"))
import distance  # noqa: E402
import http_server  # noqa: E402

BUILD = os.environ.get("CONFAB_BUILD") or os.path.join(HERE, "..", "..", "build", "release")
CLIENT = os.path.join(BUILD, "bench", "tools", "straico_client")
TURNS = int(os.environ.get("CONFAB_BENCH_TURNS", "7"))
REQUESTS = {"per_request": 300, "per_request_resuming": 300, "pooled": 4000, "cached": 60000}
MODELS_REQUESTS = {"pooled": 400, "cached": 20000}
FAR_TURNS, FAR_REQUESTS, ONE_WAY_S, THINK_S = 2, 30, 0.020, 0.080
CALLERS = 100


def emit(metric, value, unit, **more):
    print(json.dumps({"bench": "straico", "metric": metric, "value": round(value, 5), "unit": unit, **more}), flush=True)


def models_list():
    """About what the list of a gateway with 70 models looks like, 50 KiB; the words are the same in each run."""
    chance = random.Random(70)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "en", "or")]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(1200)]

    def text(count):
        return " ".join(chance.choices(words, k=count))

    chat = []
    for number in range(70):
        name = text(2)
        chat.append({"name": name.title(), "model": f"{chance.choice(words)}/{name.replace(' ', '-')}-{number}",
                     "word_limit": chance.randint(2000, 150000),
                     "pricing": {"coins": round(chance.uniform(0.1, 40), 2), "words": 100},
                     "max_output": chance.choice([4096, 8192, 16384, 65536]),
                     "metadata": {"editors_choice_level": chance.randint(0, 3), "icon": f"https://cdn.example/{number}.webp",
                                  "pros": [text(7) for _ in range(4)], "cons": [text(7) for _ in range(2)],
                                  "features": chance.sample(["Image input", "Web search", "Reasoning"], 2),
                                  "applications": [text(2) for _ in range(4)]}})
    return json.dumps({"data": {"chat": chat, "image": []}, "success": True})


def run(arm, url, requests, server, warm_up=None):
    """What straico_client reports; `ms` are the milliseconds of one request."""
    done = subprocess.run([CLIENT, arm, url, str(requests), server.ca_file, warm_up or url], capture_output=True, text=True,
                          timeout=120, check=False)
    if done.returncode != 0:
        sys.exit(f"straico: {arm} failed: {done.stdout}{done.stderr}")
    result = json.loads(done.stdout.splitlines()[-1])
    result["ms"] = result["seconds"] / requests * 1000
    return result


def in_turns(requests, url, server):
    """What each arm reports, for each turn."""
    return [{arm: run(arm, url, count, server) for arm, count in requests.items()} for _ in range(TURNS)]


def emit_ms(metric, turns, arm):
    times = [turn[arm]["ms"] for turn in turns]
    emit(metric, statistics.median(times), "ms", least=round(min(times), 5), most=round(max(times), 5))


def emit_saved(metric, turns, with_it, without, bar, **more):
    fractions = [1 - turn[with_it]["ms"] / turn[without]["ms"] for turn in turns]
    emit(metric, statistics.median(fractions), "fraction", bar=bar, least=round(min(fractions), 5),
         most=round(max(fractions), 5), **more)


def near(server):
    """Returns the milliseconds of a cached answer."""
    turns = in_turns(REQUESTS, server.tls_url, server)
    for arm, connections in (("per_request", REQUESTS["per_request"]), ("pooled", 1), ("cached", 1)):
        last = turns[-1][arm]
        if last["connections"] != connections or (arm == "per_request" and last["resumed"]):
            sys.exit(f"straico: {arm} made other connections than it should: {last}")
    for arm in REQUESTS:
        emit_ms(f"{arm}_ms", turns, arm)
    emit_saved("pooled_time_saved", turns, "pooled", "per_request", 0.9)
    emit_saved("cached_time_saved_small", turns, "cached", "pooled", 0.99)
    models = in_turns(MODELS_REQUESTS, server.models_url, server)
    sizes = {result["body_bytes"] for turn in models for result in turn.values()}
    if len(sizes) != 1:
        sys.exit(f"straico: the cached body is another one: {sizes} bytes")
    for arm in MODELS_REQUESTS:
        emit_ms(f"{arm}_models_ms", models, arm)
    emit_saved("cached_time_saved", models, "cached", "pooled", 0.99, body_bytes=sizes.pop())
    return statistics.median(turn["cached"]["ms"] for turn in turns)


def far(server, cached_ms):
    turns, arms = [], ("per_request", "pooled")
    with distance.Distance(server.ca_file, server.key_file, http_server.BODY, ONE_WAY_S, THINK_S) as there:
        for _ in range(FAR_TURNS):
            turn = {}
            for arm in arms:
                there.count_from_zero()
                turn[arm] = run(arm, there.url, FAR_REQUESTS, server, warm_up=server.tls_url)
                turn[arm]["seen"] = (there.connections, there.full_handshakes, there.requests)
            turns.append(turn)
        late = there.lateness
    ms = {arm: statistics.median(turn[arm]["ms"] for turn in turns) for arm in arms}
    for arm in arms:
        connections, handshakes, requests = turns[-1][arm]["seen"]
        full = turns[-1][arm]["handshakes"] - turns[-1][arm]["resumed"]
        emit(f"{arm}_wan_ms", ms[arm], "ms")
        emit(f"{arm}_connections", turns[-1][arm]["connections"], "connections", seen_by_server=connections, requests=requests)
        emit(f"{arm}_handshakes", full, "handshakes", seen_by_server=handshakes, requests=requests)
    round_trip = 2 * ONE_WAY_S
    limit = 1 - (round_trip + THINK_S + 2 * round_trip / FAR_REQUESTS) / (3 * round_trip + THINK_S)
    emit("pooled_time_saved_wan", 1 - ms["pooled"] / ms["per_request"], "fraction", bar=0.38, limit=round(limit, 4))
    emit("wan_proxy_late_ms", statistics.mean(late) * 1000, "ms", median=round(statistics.median(late) * 1000, 3))
    emit("cached_time_saved_wan", 1 - cached_ms / ms["pooled"], "fraction", bar=0.99)


def compression(server):
    url = server.models_url + "?counted=1"
    before = len(server.counted())
    run("identity", url, 1, server, warm_up=server.tls_url)
    run("pooled", url, 1, server, warm_up=server.tls_url)
    plain, compressed = server.counted()[before:]
    emit("compressed_bytes_saved", 1 - compressed / plain, "fraction", plain_bytes=plain, compressed_bytes=compressed)


def collapsing(server):
    before = len(server.counted())
    result = run("burst", server.models_url + "?counted=1", CALLERS, server, warm_up=server.tls_url)
    emit("collapsed_upstream_requests", len(server.counted()) - before, "requests", bar=1, callers=CALLERS,
         sent_by_client=result["attempts"])


def main():
    with tempfile.TemporaryDirectory() as folder, http_server.Nginx(folder, models_list()) as server:
        cached_ms = near(server)
        far(server, cached_ms)
        compression(server)
        collapsing(server)


if __name__ == "__main__":
    main()
