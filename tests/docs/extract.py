#!/usr/bin/env python3
"""Writes the C++ blocks of a page as sources that can be compiled, one file a block; prints their names.

    extract.py PAGE FOLDER        blocks are ```cpp (a whole source), ```cpp in start, ```cpp in class, ```cpp test

Errors of the compiler point at the page: each file says so with #line.
"""
import re
import sys
from pathlib import Path

BLOCK = re.compile(r"^```cpp ?(?P<kind>[a-z ]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
START = """class Fragment : public confab::Plugin {{
public:
    confab::Task<> start([[maybe_unused]] confab::Context& ctx) override {{
        using namespace confab;
{code}
        co_return;
    }}
}};
"""
CLASS = """using namespace confab;
class Fragment : public Plugin {{
{code}
}};
"""
WRAPPERS = {"": "{code}", "test": "{code}", "in start": START, "in class": CLASS}


def source(page, line, kind, code):
    if kind not in WRAPPERS:
        sys.exit(f"{page}:{line}: `cpp {kind}`: no such kind of block; known: {', '.join(WRAPPERS)}")
    place = f'#line {{}} "{page}"\n'
    if not kind or kind == "test":
        return place.format(line + 1) + code
    lines = code.splitlines(keepends=True)
    includes = 0
    while includes < len(lines) and lines[includes].startswith("#include"):
        includes += 1
    head = "#include <confab/plugin.hpp>\n" + "".join(lines[:includes])
    body = place.format(line + 1 + includes) + "".join(lines[includes:])
    return head + WRAPPERS[kind].format(code=body.rstrip("\n"))


def main(page, folder):
    page, folder = Path(page).resolve(), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = page.read_text(encoding="utf-8")
    names = []
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        kind = match.group("kind").strip()
        name = folder / f"{page.stem.lower()}_{line}{'_test' if kind == 'test' else ''}.cpp"
        wanted = source(page, line, kind, match.group("code"))
        if not name.is_file() or name.read_text(encoding="utf-8") != wanted:  # an unchanged one keeps its time
            name.write_text(wanted, encoding="utf-8")
        names.append(name)
    for old in folder.glob(f"{page.stem.lower()}_*.cpp"):
        if old not in names:
            old.unlink()
    print(";".join(name.as_posix() for name in names), end="")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
