#!/usr/bin/env python3
"""Every header compiles alone, with the flags of the sources beside it. Through ccache when the build uses it."""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compile_db import CompileDb
from project import Finding, arguments, finish, sources

WORKERS = 2
ERROR = re.compile(r"^(.*?):(\d+):\d+: (?:fatal )?error: (.*)$", re.MULTILINE)


def sdk_flags(database, root):
    """SDK headers get the SDK's own flags, so that they cannot lean on what the core can see."""
    return database.near(root / "sdk/src/result.cpp")


def compile_alone(root, database, work, path):
    of_sdk = path.parts[0] == "sdk" and path.parts[1] != "testing"  # the test kit's sources see the core
    command = sdk_flags(database, root) if of_sdk else database.near(root / path)
    name = path.as_posix()
    if command is None:
        return Finding(name, 1, "header-alone", "no source near it is compiled: is its folder part of the build?")
    stub = work / path.with_suffix(".cpp")
    stub.parent.mkdir(parents=True, exist_ok=True)
    text = f'#include "{root / path}"\n#include "{root / path}"\n'
    if not stub.is_file() or stub.read_text() != text:  # an unchanged stub keeps its time: a hit for ccache
        stub.write_text(text)
    output = stub.with_suffix(".o")
    done = subprocess.run([*command.launcher, command.compiler, *command.flags, "-O0", "-c", str(stub), "-o", str(output)],
                          cwd=command.folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    first = ERROR.search(done.stderr)
    where, line, what = first.groups() if first else (name, "1", done.stderr.strip()[:300])
    inside = Path(where).resolve()
    place = inside.relative_to(root).as_posix() if root in inside.parents else name
    return Finding(place, int(line), "header-alone", f"{name} does not compile alone ({what}): include what it uses")


def check(root, build):
    database = CompileDb(build)
    work = Path(build).resolve() / "lint/headers"
    paths = sources(root, suffixes=(".hpp",))
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(lambda path: compile_alone(root, database, work, path), paths))
    return [finding for finding in results if finding], len(paths)


if __name__ == "__main__":
    options = arguments(__doc__, build={"required": True})
    found, count = check(options.root.resolve(), options.build)
    finish(found, f"{count} headers compile alone")
