"""What the lints share: the project's sources, code without comments, and how a finding is reported."""
import argparse
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TOPS = ("sdk", "core", "adapters", "plugins", "examples", "tests")
FIXTURES = Path("tests/lint/fixtures")


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    text: str  # what is wrong, and the cure

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.text}"


def sources(root, suffixes=(".hpp", ".cpp"), tops=TOPS):
    """Paths of C++ files below `root`, relative to it and sorted; the lints' own bad examples are left out."""
    found = []
    for top in tops:
        for path in (root / top).rglob("*"):
            relative = path.relative_to(root)
            if path.suffix in suffixes and path.is_file() and FIXTURES not in relative.parents:
                found.append(relative)
    return sorted(found)


TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"
      | (?P<number>\b\d(?:'?[\w.])*)               # 1'000 is no character literal
      | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.DOTALL | re.VERBOSE,
)


def code_only(text, keep_strings=False):
    """`text` with comments, and the contents of strings, replaced by blanks; lines keep their numbers."""

    def blank(match):
        if match.group("number") or (keep_strings and not match.group("comment")):
            return match.group(0)
        return re.sub(r"[^\n]", " ", match.group(0))

    return TOKEN.sub(blank, text)


def read(root, path):
    return (root / path).read_text(encoding="utf-8", errors="replace")


def arguments(description, **more):
    """Parses --root and the options in `more` (name -> keyword arguments of add_argument)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=Path, default=ROOT, help="check this tree instead of the project")
    for name, options in more.items():
        parser.add_argument("--" + name.replace("_", "-"), **options)
    return parser.parse_args()


def finish(findings, summary):
    """Prints findings and exits: 1 when there are any."""
    for finding in sorted(set(findings)):
        print(finding)
    count = len(set(findings))
    print(f"{summary}: " + (f"{count} findings" if count else "ok"))
    sys.exit(1 if count else 0)
