#!/usr/bin/env python3
"""The HTTP service against a bare Beast loop, libcurl, Node's undici and Python's aiohttp: one nginx on loopback, the same run.

Clients take turns, so that a slow moment of the machine meets all of them; ratios are the medians of each turn's own. A higher
value is better for requests per second, a lower one for CPU. What a turn needs is in http_peers/.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "support"))
import http_server  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("CONFAB_BUILD") or os.path.join(HERE, "..", "..", "build", "release")
PEERS = os.path.join(HERE, "http_peers")
TURNS = int(os.environ.get("CONFAB_BENCH_TURNS", "5"))
REQUESTS = {1: 6000, 5: 20000, 64: 30000}
SHARE = {"aiohttp": 0.1, "undici": 0.5}  # the slower ones get fewer, so that all turns take about as long


def emit(metric, value, unit, **more):
    print(json.dumps({"bench": "http", "metric": metric, "value": round(value, 3), "unit": unit, **more}), flush=True)


def clients(folder):
    """Command lines of ours and of the peers that are there; the others are named on stderr."""
    tools = os.path.join(BUILD, "bench", "tools")
    found = {name: [os.path.join(tools, f"http_{name}")] for name in ("confab", "beast", "libcurl")}
    found["aiohttp"] = ["/usr/bin/python3", os.path.join(PEERS, "aiohttp_client.py")]
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        for name in ("package.json", "package-lock.json", "undici_client.mjs"):
            shutil.copy(os.path.join(PEERS, name), folder)
        installed = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], cwd=folder,
                                   capture_output=True, text=True, check=False)
        if installed.returncode == 0:
            found["undici"] = [node, os.path.join(folder, "undici_client.mjs")]
        else:
            print(f"http: undici is left out: npm ci failed:\n{installed.stderr}", file=sys.stderr)
    else:
        print("http: undici is left out: node or npm is missing", file=sys.stderr)
    return found


def measure(command, name, url, callers, ca_file):
    """Requests per second and microseconds of CPU a request."""
    requests = int(REQUESTS[callers] * SHARE.get(name, 1))
    done = subprocess.run([*command, url, str(callers), str(requests), ca_file], capture_output=True, text=True, timeout=120,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"http: {name} failed: {done.stdout}{done.stderr}")
    result = json.loads(done.stdout.splitlines()[-1])
    return requests / result["seconds"], result["cpu"] / requests * 1e6


def compare(metric, found, url, callers, ca_file):
    turns = []
    for _ in range(TURNS):
        turns.append({name: measure(command, name, url, callers, ca_file) for name, command in found.items()})
    for which, suffix, unit in ((0, "", "requests/s"), (1, "_cpu", "us/request")):
        median = {name: statistics.median(turn[name][which] for turn in turns) for name in found}
        emit(metric + suffix, median["confab"], unit)
        for name in found:
            if name != "confab":
                ratio = statistics.median(turn["confab"][which] / turn[name][which] for turn in turns)
                emit(metric + suffix, median[name], unit, peer=name, ratio=round(ratio, 3))


def main():
    with tempfile.TemporaryDirectory() as folder, http_server.Nginx(folder) as server:
        found = clients(folder)
        for scheme, url in (("plain", server.plain_url), ("tls", server.tls_url)):
            for callers in REQUESTS:
                compare(f"{scheme}_{callers}", found, url, callers, server.ca_file)


if __name__ == "__main__":
    main()
