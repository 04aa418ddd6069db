#!/usr/bin/env python3
"""The bot as a process on three sandbox networks: resident memory when idle, and time until it is ready.

The stand-ins run in a process of their own, so that only the bot is measured.
"""
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("CONFAB_BUILD") or os.path.join(os.path.dirname(__file__), "..", "..", "build", "release")
CONFAB = os.path.join(BUILD, "bin", "confab")
STARTS = 5
SETTLE_S = 5
LIMIT_S = 30


def emit(metric, value, unit):
    print(json.dumps({"bench": "pipeline", "metric": metric, "value": round(value, 3), "unit": unit}), flush=True)


def read_until(pipe, pattern, what):
    """Reads lines until one matches; ends the benchmark when that takes too long."""
    deadline = time.monotonic() + LIMIT_S
    seen = ""
    while time.monotonic() < deadline:
        ready, _, _ = select.select([pipe], [], [], 0.2)
        if not ready:
            continue
        chunk = os.read(pipe.fileno(), 65536).decode(errors="replace")
        if not chunk:
            break
        seen += chunk
        if re.search(pattern, seen):
            return seen
    sys.exit(f"pipeline: {what} did not happen within {LIMIT_S} s:\n{seen}")


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read())[1]) / 1024


def start_bot(config):
    begun = time.monotonic()
    bot = subprocess.Popen([CONFAB, "run", "-c", config, "--log", "info"], stderr=subprocess.PIPE)
    seen = read_until(bot.stderr, r"\] ready ", "start of the bot")
    return bot, (time.monotonic() - begun) * 1000, seen


def main():
    with tempfile.TemporaryDirectory() as folder:
        sandbox = subprocess.Popen([CONFAB, "sandbox", "--yaml"], stdout=subprocess.PIPE)
        bot = None
        try:
            yaml = read_until(sandbox.stdout, r"storage:\n.*\n", "start of the stand-ins")
            config = os.path.join(folder, "bot.yaml")
            with open(config, "w", encoding="utf-8") as out:
                out.write(yaml)
            times = []
            for number in range(STARTS):
                bot, took, seen = start_bot(config)
                times.append(took)
                if number == STARTS - 1:
                    for network in ("irc", "discord", "matrix"):
                        if not re.search(rf"\[{network}\] connection state=ready", seen):
                            seen += read_until(bot.stderr, rf"\[{network}\] connection state=ready", f"{network} ready")
                    time.sleep(SETTLE_S)
                    emit("idle_rss_mb", resident_mb(bot.pid), "MB")
                bot.terminate()
                bot.wait(LIMIT_S)
                bot = None
            emit("ready_ms", sorted(times)[STARTS // 2], "ms")
        finally:
            for process in (bot, sandbox):
                if process:
                    process.terminate()
                    process.wait(LIMIT_S)


if __name__ == "__main__":
    main()
