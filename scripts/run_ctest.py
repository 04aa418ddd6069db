#!/usr/bin/env python3
"""Runs ctest on a build folder; used by scripts/test and .ci/run.

    run_ctest.py BUILD-FOLDER [CTEST-ARGUMENT...]

ctest's output passes through, but its closing line ("100% tests passed, 0 tests failed out of N") is held back and
printed last, after the tests that did not run, each with its reason. With CI=true a test that did not run is a failure.
"""
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

CLOSING = re.compile(r"^\d+% tests passed, \d+ tests failed out of \d+$")


def reason(case):
    """Why a test did not run, in its own words if it left any."""
    output = case.findtext("system-out") or ""
    skipped = re.search(r"Skipped\n(.*?)\n", output) or re.search(r"^SKIP(?:PED)?:\s*(.+)$", output, re.MULTILINE)
    if skipped and skipped.group(1).strip():
        return skipped.group(1).strip()
    note = case.find("skipped")
    return (note.get("message") if note is not None else "") or "no reason given"


def main():
    build, arguments = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.xml")
        command = ["ctest", "--test-dir", build, "--output-on-failure", "--parallel", "2", "--no-tests=error",
                   "--output-junit", report, *arguments]
        closing = "0% tests passed, 1 tests failed out of 1"  # unless ctest says otherwise
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace") as ctest:
            for line in ctest.stdout:
                if CLOSING.match(line.rstrip("\n")):
                    closing = line.rstrip("\n")
                else:
                    sys.stdout.write(line)
                    sys.stdout.flush()
        idle = []
        if os.path.exists(report):
            cases = ElementTree.parse(report).getroot().iter("testcase")
            idle = [(case.get("name"), reason(case)) for case in cases if case.get("status") in ("notrun", "disabled")]
    strict = os.environ.get("CI", "").lower() == "true"
    for name, why in idle:
        print(f"{'FAILED to run' if strict else 'not run'}: {name}: {why}")
    if idle and strict:
        print(f"{len(idle)} tests could not run, which CI=true makes a failure")
    print(closing, flush=True)
    sys.exit(ctest.returncode or (1 if idle and strict else 0))


if __name__ == "__main__":
    main()
