#!/usr/bin/env python3
"""Coroutine traps of g++ 12, found with clang-query in every source and header that awaits."""
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compile_db import CompileDb
from project import Finding, TOPS, arguments, code_only, finish, read, sources

HERE = Path(__file__).resolve().parent
WORKERS = 2
BATCH = 6  # sources parsed by one clang-query: few enough for its memory, enough to spare it starts
MATCH = re.compile(r'^(/.*?):(\d+):\d+: note: "([\w-]+)" binds here$', re.MULTILINE)
FAILED = re.compile(r"^(/.*?):(\d+):\d+: (?:fatal )?error: (.*)$", re.MULTILINE)
QUERY_FAILED = re.compile(r"^\d+:\d+: .*$", re.MULTILINE)
WHAT = {
    "aggregate": "an aggregate",
    "capturing-lambda": "a lambda that captures a class by value",
    "conditional": "a `?:` of class type",
    "throw": "a throw",
    "initializer-list": "an initializer_list",
    "negation": "a `!`",
}


def awaits(root, path):
    return re.search(r"\bco_await\b", code_only(read(root, path))) is not None


def units(root, database, everything):
    """Sources to parse: those that await, and for every header that awaits at least one source that includes it."""
    compiled = {command.source for command in database.commands}
    known = [path for path in sources(root) if path.suffix == ".cpp" and (everything or (root / path).resolve() in compiled)]
    chosen = {path for path in known if awaits(root, path)}
    for header in sources(root, suffixes=(".hpp",)):
        if awaits(root, header):
            wanted = re.compile(r'#\s*include\s*[<"](?:[^>"]*/)?' + re.escape(header.name) + '[>"]')
            if not any(wanted.search(read(root, path)) for path in chosen):
                chosen.update([path for path in known if wanted.search(read(root, path))][:1])
    return sorted(chosen)


def query(tool, script, root, build, batch):
    command = [tool, "-p", str(build), "-f", script, *(str(root / path) for path in batch)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    output = done.stdout + done.stderr
    findings = []
    for where, line, what in MATCH.findall(output):
        if what in WHAT:
            cure = f"{WHAT[what]} in an expression that awaits is miscompiled by g++ 12: make a named local first, then move it"
            findings.append(Finding(Path(where).resolve().relative_to(root).as_posix(), int(line), "co_await-" + what, cure))
    for where, line, what in FAILED.findall(output):
        findings.append(Finding(where, int(line), "co_await-parse", f"{tool} cannot parse it: {what}"))
    if done.returncode or "Error parsing" in output:
        findings.append(Finding(batch[0].as_posix(), 1, "co_await-query", f"{tool} failed: {output.strip()[-400:]}"))
    return findings


def check(root, build, tool, everything=False):
    chosen = units(root, CompileDb(build), everything)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "coroutines.query"
        places = "^" + re.escape(str(root)) + "/(" + "|".join(TOPS) + ")/"
        text = (HERE / "coroutines.query.in").read_text().replace("@SOURCES@", places.replace("\\", "\\\\"))
        script.write_text(text)
        batches = [chosen[at:at + BATCH] for at in range(0, len(chosen), BATCH)]
        with ThreadPoolExecutor(WORKERS) as pool:
            results = pool.map(lambda batch: query(tool, str(script), root, build, batch), batches)
            return [finding for found in results for finding in found], len(chosen)


if __name__ == "__main__":
    options = arguments(__doc__, build={"required": True}, clang_query={"default": "clang-query-16"})
    found, count = check(options.root.resolve(), Path(options.build).resolve(), options.clang_query)
    finish(found, f"{count} sources that await")
