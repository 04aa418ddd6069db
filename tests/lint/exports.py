#!/usr/bin/env python3
"""What the built plugins export and leave open: one descriptor and one fingerprint, no further functions of their own, and no
unique symbol that the host lacks (the dynamic linker would pin the library for ever)."""
import re
import subprocess
from pathlib import Path

from project import Finding, arguments, finish

FINGERPRINT = re.compile(r"^confab_abi_\d+_libstdcxx\d+_cxx11abi[01]_boost\d+$")


def symbols(library, *options):
    """(type, name) of the dynamic symbols, without versions."""
    done = subprocess.run(["nm", "-D", *options, str(library)], capture_output=True, text=True, check=True)
    rows = (line.split() for line in done.stdout.split("\n"))
    return [(row[-2], row[-1].split("@")[0]) for row in rows if len(row) >= 2]


def check_plugin(name, library, host_unique):
    defined = symbols(library, "--defined-only")
    names = {symbol for _, symbol in defined}
    if "confab_plugin" not in names:
        yield Finding(name, 1, "descriptor", "no `confab_plugin`: name the class in CONFAB_PLUGIN once")
    prints = [symbol for symbol in names if symbol.startswith("confab_abi_")]
    if len(prints) != 1 or not FINGERPRINT.match(prints[0]):
        yield Finding(name, 1, "fingerprint", f"fingerprints {sorted(prints)}, one expected: build with confab_add_plugin()")
    for kind, symbol in defined:
        if kind == "T" and not symbol.startswith(("_init", "_fini")):
            yield Finding(name, 1, "exported-function", f"exports {symbol}: hide it (-fvisibility=hidden), or it clashes")
    for kind, symbol in symbols(library, "--undefined-only"):
        if symbol.startswith("confab_"):
            yield Finding(name, 1, "undefined", f"needs {symbol}, which nobody has: is a source missing?")
    missing = sorted(symbol for kind, symbol in defined if kind == "u" and symbol not in host_unique)
    if host_unique is not None and missing:
        shown = ", ".join(missing[:3])
        yield Finding(name, 1, "unique-symbol",
                      f"{len(missing)} unique symbols that the host lacks ({shown}): use it in the host too, or it pins")


def check(build):
    build = Path(build)
    host_unique = set()
    for library in (build / "bin/confab", *sorted((build / "lib").glob("libconfab.so"))):
        if library.is_file():
            host_unique |= {symbol for kind, symbol in symbols(library, "--defined-only") if kind == "u"}
    libraries = sorted((build / "lib/confab/plugins").glob("*.so"))
    findings = [Finding("lib/confab/plugins", 1, "none", "no plugin was built: build all first")] if not libraries else []
    for library in libraries:
        findings.extend(check_plugin(library.relative_to(build).as_posix(), library, host_unique))
    return findings, len(libraries)


if __name__ == "__main__":
    options = arguments(__doc__, build={"required": True})
    found, count = check(options.build)
    finish(found, f"exports of {count} plugins")
