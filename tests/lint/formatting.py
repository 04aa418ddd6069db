#!/usr/bin/env python3
"""clang-format over all sources, by the .clang-format in the root. Cure: clang-format-16 -i FILE."""
import subprocess
from concurrent.futures import ThreadPoolExecutor

from project import Finding, arguments, finish, sources

WORKERS = 2


def check_file(root, clang_format, path):
    # Not --dry-run: version 16 complains there about `}  // namespace a::inline b`, which it leaves as it is.
    done = subprocess.run([clang_format, path.as_posix()], cwd=root, capture_output=True, check=False)
    if done.returncode:
        return Finding(path.as_posix(), 1, "format", f"{clang_format} failed: {done.stderr.decode().strip()[:300]}")
    ours, theirs = (root / path).read_bytes().split(b"\n"), done.stdout.split(b"\n")
    if ours == theirs:
        return None
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    cure = f"not as clang-format has it: {clang_format} -i {path.as_posix()}"
    return Finding(path.as_posix(), same + 1, "format", cure)


def check(root, clang_format):
    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda path: check_file(root, clang_format, path), sources(root))
        return [finding for finding in results if finding]


if __name__ == "__main__":
    options = arguments(__doc__, clang_format={"default": "clang-format-16"})
    finish(check(options.root, options.clang_format), "format")
