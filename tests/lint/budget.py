#!/usr/bin/env python3
"""What `#include <confab/plugin.hpp>` costs a plugin's author, in lines after preprocessing: unlike seconds, the same on every
machine. The bar was measured with libstdc++ 12 and Boost 1.81 and has a tenth of air."""
import subprocess

from compile_db import CompileDb
from project import Finding, arguments, finish

BAR = 90_000


def preprocessed_lines(command):
    done = subprocess.run([command.compiler, *command.flags, "-E", "-P", "-x", "c++", "-"], cwd=command.folder,
                          input="#include <confab/plugin.hpp>\n", capture_output=True, text=True, check=True)
    return sum(1 for line in done.stdout.split("\n") if line.strip())


def check(root, build, bar):
    lines = preprocessed_lines(CompileDb(build).near(root / "sdk/src/result.cpp"))
    if lines <= bar:
        return [], lines
    cure = f"{lines} lines, at most {bar}: find the new include with `clang++ -H` and forward-declare instead"
    return [Finding("sdk/include/confab/plugin.hpp", 1, "sdk-budget", cure)], lines


if __name__ == "__main__":
    options = arguments(__doc__, build={"required": True}, bar={"type": int, "default": BAR})
    found, count = check(options.root.resolve(), options.build, options.bar)
    finish(found, f"SDK header budget ({count} of {options.bar} lines)")
