#!/usr/bin/env python3
"""What a plugin's author pays: lines, a rebuild, a reload, and a command among many.

Prints one JSON object a line. Bars: dispatch_ns_10000 at most 1.5 times dispatch_ns_10; reload_ms 50; reload_rss_growth_kb
1024 over 1000 reloads with unmapping; plugin_rebuild_s 2; hello_lines 8; hello_test_lines 3.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ["CONFAB_BUILD"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
REBUILDS = 5


def emit(metric, value, unit):
    print(json.dumps({"bench": "sdk", "metric": metric, "value": value, "unit": unit}), flush=True)


def lines_of(path):
    return sum(1 for line in path.read_text().splitlines() if line.strip())


def rebuild_seconds():
    """Seconds of `cmake --build` after a change to the one source of a plugin outside the tree, without ccache."""
    environment = dict(os.environ, CCACHE_DISABLE="1")
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder)
        shutil.copy(ROOT / "examples/hello/hello.cpp", project / "hello.cpp")
        (project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(Rebuild LANGUAGES CXX)\nfind_package(Confab REQUIRED)\n"
            "confab_add_plugin(hello VERSION 1.0.0 SOURCES hello.cpp)\n")
        compiler = shutil.which("clang++-16") or shutil.which("c++")
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "env": environment}
        subprocess.run(["cmake", "-S", folder, "-B", project / "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}",
                        f"-DCMAKE_PREFIX_PATH={BUILD}"], **quiet)
        subprocess.run(["cmake", "--build", project / "build"], **quiet)
        times = []
        for _ in range(REBUILDS):
            (project / "hello.cpp").touch()
            begun = time.monotonic()
            subprocess.run(["cmake", "--build", project / "build"], **quiet)
            times.append(time.monotonic() - begun)
        return sorted(times)[REBUILDS // 2]


def main():
    emit("hello_lines", lines_of(ROOT / "examples/hello/hello.cpp"), "lines")
    emit("hello_test_lines", lines_of(ROOT / "examples/hello/hello_test.cpp"), "lines")
    emit("plugin_rebuild_s", round(rebuild_seconds(), 2), "s")
    subprocess.run([BUILD / "bench/tools/sdk", BUILD / "lib/confab/plugins/confab_hello.so"], check=True)


if __name__ == "__main__":
    main()
