#!/usr/bin/env python3
"""File sizes: at most 500 lines, 700 for tests, 8 for the hello example; reports the median and the 95th percentile
(aim: 350)."""
from project import Finding, arguments, finish, read, sources

MOST = 500
MOST_IN_TESTS = 700
MOST_OF = {"examples/hello/hello.cpp": 8, "examples/hello/hello_test.cpp": 3}  # the promises to a plugin's author


def percentile(ordered, fraction):
    return ordered[min(len(ordered) - 1, int(len(ordered) * fraction))] if ordered else 0


def check(root):
    findings, lengths = [], []
    for path in sources(root, suffixes=(".hpp", ".cpp", ".py", ".cmake")):
        length = read(root, path).count("\n")
        most = MOST_OF.get(path.as_posix(), MOST_IN_TESTS if path.parts[0] == "tests" else MOST)
        if path.parts[0] != "tests":
            lengths.append(length)
        if length > most:
            findings.append(Finding(path.as_posix(), most + 1, "file-size",
                                    f"{length} lines, at most {most}: split it by what changes for different reasons"))
    return findings, sorted(lengths)


if __name__ == "__main__":
    found, ordered = check(arguments(__doc__).root)
    print(f"{len(ordered)} files besides tests: median {percentile(ordered, 0.5)} lines, "
          f"95th percentile {percentile(ordered, 0.95)} (aim: 350)")
    finish(found, "file sizes")
