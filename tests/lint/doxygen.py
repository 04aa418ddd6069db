#!/usr/bin/env python3
"""The comments of the SDK's headers are what doxygen understands: no unknown tag, no reference to nothing."""
import re
import subprocess
import tempfile
from pathlib import Path

from project import ROOT, Finding, arguments, finish, sources

INPUTS = ("sdk/include/confab", "sdk/testing/include")
WARNING = re.compile(r"^(.+?):(\d+): (?:warning: )?(.+)$")


def settings(root, output):
    text = (ROOT / "sdk/Doxyfile.in").read_text(encoding="utf-8")
    inputs = " ".join(str(root / folder) for folder in INPUTS if (root / folder).is_dir())
    for name, value in (("PROJECT_SOURCE_DIR", root), ("PROJECT_VERSION", "lint"), ("CONFAB_DOCS_INPUT", inputs),
                        ("CONFAB_DOCS_OUTPUT", output), ("CONFAB_DOCS_WARN_AS_ERROR", "NO")):
        text = text.replace(f"@{name}@", str(value))
    # The pages themselves are not wanted: XML is the quickest form in which every comment is read.
    return text + "\nGENERATE_HTML = NO\nGENERATE_XML = YES\n"


def check(root):
    root = root.resolve()
    with tempfile.TemporaryDirectory() as output:
        done = subprocess.run(["doxygen", "-"], input=settings(root, output), capture_output=True, text=True, check=False)
    findings = []
    for line in done.stderr.splitlines():
        match = WARNING.match(line)
        if match:
            path = Path(match.group(1))
            name = path.relative_to(root).as_posix() if root in path.parents else str(path)
            findings.append(Finding(name, int(match.group(2)), "doxygen", match.group(3)))
        elif line.strip() and not line.startswith(" "):
            findings.append(Finding("sdk/Doxyfile.in", 1, "doxygen", line.strip()))
    if done.returncode != 0 and not findings:
        findings.append(Finding("sdk/Doxyfile.in", 1, "doxygen", f"doxygen ended with {done.returncode}"))
    return findings


if __name__ == "__main__":
    options = arguments(__doc__)
    finish(check(options.root), f"doxygen: {len(sources(options.root, suffixes=('.hpp',), tops=('sdk',)))} headers")
