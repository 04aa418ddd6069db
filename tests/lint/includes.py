#!/usr/bin/env python3
"""Who may include and use what: the arrows `plugins, adapters -> sdk <- core`, and one owner for each library."""
import re

from project import Finding, arguments, code_only, finish, read, sources

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
STANDARD = re.compile(r"^[a-z_]+$|^c?(assert|errno|float|limits|math|signal|stdint|stdio|stdlib|string|time)\.h$")

# A library's headers, the only places that may include them, and why or what instead.
OWNERS = [
    (r"boost/beast(/|\.hpp)", ("core/net/",), "use the HttpClient, HttpServer or WebSocket service"),
    (r"boost/asio/ssl|openssl/", ("core/net/", "core/crypto/"), "use the Transport or Crypto service"),
    (r"rapidjson/", ("sdk/src/json.cpp",), "use confab/json.hpp"),
    (r"yaml-cpp/", ("core/config/",), "use core/config"),
    (r"(spdlog|fmt)/", ("core/log/",), "use the Logger"),
    (r"boost/dll(/|\.hpp)", ("core/plugin/",), "use core/plugin"),
    (r"hiredis", ("core/redis/",), "use the HttpClient service: its cache may live in Redis"),
    (r"(brotli/|zstd)", ("core/http/",), "use the HttpClient service: its answers are decoded"),
    (r"sqlite3", ("core/storage/",), "use the Storage service"),
    (r"boost/program_options", ("core/app/",), "use core/app"),
    (r"unicode/", ("core/text/", "core/schedule/time_zone.cpp"), "use core/text or core/schedule/time_zone.hpp"),
    (r"ares", ("core/net/",), "use the Transport service"),
    (r"zlib\.h", ("core/http/", "core/net/"), "use the HttpClient service: it decodes"),
]
# Words of code, the only places that may use them, and what instead.
WORDS = [
    (r"\bco_spawn\b", ("core/runtime/", "tests/bench/http_peers/"), "spawn through Context::spawn or a TaskScope"),
    (r"\basio::detached\b|\bdetached_t\b", ("core/runtime/",), "spawn through a TaskScope, which joins its tasks"),
    (r"\bio_context\b", ("core/runtime/", "tests/bench/http_peers/"), "take an executor, or await a service"),
    (r"\bstd::(format|vformat)\b", (), "libstdc++ 12 lacks it: append to a string"),
    (r"\bstd::expected\b", (), "clang cannot use libstdc++ 12's: use confab::Result"),
    (r"\bstd::regex\b", (), "it overflows the stack on long input: parse by hand"),
]
MOST_BEAST_FILES = 2
SDK_HEADER = re.compile(r"^(confab/.*|boost/asio/awaitable\.hpp|boost/system/.*|boost/version\.hpp)$")
SDK_SOURCE = re.compile(r"^(confab/.*|rapidjson/.*|boost/(asio|system)/.*|boost/version\.hpp)$")
GUMBO = {"gumbo.h"}  # HTML, which no other protocol needs


def is_within(path, places):
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in places)


def own_folder(path):
    """The folder that a plugin-like source may include from, or None when `path` is not under the plugin rule."""
    parts = path.split("/")
    if parts[:3] == ["core", "straico", "sandbox"]:
        return "core/straico/sandbox/"
    if parts[0] == "adapters" and len(parts) > 2:
        return "/".join(parts[:3] if parts[2] == "sandbox" else parts[:2]) + "/"
    if parts[0] in ("plugins", "examples") and len(parts) > 2:
        return "/".join(parts[:2]) + "/"
    return None


def is_published(root, header):
    """A service interface that a plugin publishes for others, in its folder `include/`."""
    return ".." not in header and any(any(root.glob(f"{top}/*/include/{header}")) for top in ("plugins", "examples"))


def plugin_rule(root, path, quoted, header):
    """What is wrong with a plugin's, adapter's or stand-in's include, or None."""
    if header.startswith("confab/") or STANDARD.match(header):
        return None
    if header in GUMBO and path.startswith("adapters/matrix/"):
        return None
    if not quoted and path.split("/")[0] in ("plugins", "examples") and is_published(root, header):
        return None
    folder = own_folder(path)
    if quoted and ".." not in header and not header.startswith("sandbox/"):  # never into or out of the stand-in
        beside = (root / path).parent / header
        if beside.is_file() or (root / folder / header).is_file():
            return None
        if header.startswith(folder) and not header.startswith(folder + "sandbox/"):
            return None
    return f"{folder} may include only confab/, the standard library, itself, and what plugins publish in include/: ask for a service instead"


def core_rule(path, header):
    first = header.split("/")[0]
    if first in ("adapters", "plugins", "examples", "tests"):
        return f"core knows no {first}: it loads them"
    if first == "core" and "/sandbox/" in header:
        return "a stand-in shares no code with what it stands in for"
    return None


def test_kit_rule(path, header):
    """The test kit is the core behind headers that show the SDK only."""
    if STANDARD.match(header) or header.startswith("confab/"):
        return None
    if path.startswith("sdk/testing/include/"):
        if header == "gtest/gtest.h":
            return None
        return f"headers of the test kit include the standard library, the SDK and GoogleTest, not {header}"
    if header == "regex.h" or "/" not in header:  # a header beside it
        return None
    return core_rule(path, header) if header.startswith("core/") else f"the test kit knows the core, not {header}"


def check_include(root, path, quoted, header):
    top = path.split("/")[0]
    if path.startswith("sdk/testing/"):
        problem = test_kit_rule(path, header)
        if problem:
            yield "test-kit", problem
    elif path.startswith("sdk/include/"):
        if not (STANDARD.match(header) or SDK_HEADER.match(header)):
            yield "sdk-header", f"SDK headers include the standard library, asio's awaitable and boost/system, not {header}"
    elif path.startswith("sdk/"):
        if not (STANDARD.match(header) or SDK_SOURCE.match(header)):
            yield "sdk-source", f"the SDK library knows Asio and RapidJSON, not {header}"
    elif own_folder(path):
        problem = plugin_rule(root, path, quoted, header)
        if problem:
            yield "plugin-include", problem
    elif top == "core":
        problem = core_rule(path, header)
        if problem:
            yield "core-include", problem
    if top != "tests":  # tests may look at a library's own view of things
        for pattern, places, cure in OWNERS:
            if re.match(pattern, header) and not is_within(path, places):
                where = " and ".join(places)
                yield "library-owner", f"{header} belongs to {where}: {cure}"


def check_file(root, path, beast):
    text = read(root, path)
    name = path.as_posix()
    for number, line in enumerate(code_only(text, keep_strings=True).split("\n"), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        header = match.group(2)
        if header.startswith("boost/beast") and not name.startswith("tests/"):
            beast.setdefault(name, number)
        for rule, problem in check_include(root, name, match.group(1) == '"', header):
            yield Finding(name, number, rule, problem)
    for number, line in enumerate(code_only(text).split("\n"), 1):
        for pattern, places, cure in WORDS:
            match = re.search(pattern, line)
            if match and not is_within(name, places + ("tests/support/",)) and not INCLUDE.match(line):
                yield Finding(name, number, "forbidden-word", f"`{match.group(0)}` here: {cure}")
    if path.suffix == ".hpp" and "#pragma once" not in text:
        yield Finding(name, 1, "pragma-once", "a header without `#pragma once`: add it as the first line")


def check(root):
    findings, beast = [], {}
    for path in sources(root):
        findings.extend(check_file(root, path, beast))
    for name, number in sorted(beast.items())[MOST_BEAST_FILES:]:
        findings.append(Finding(name, number, "beast-files",
                                f"Beast in more than {MOST_BEAST_FILES} files costs 20 s of building each: "
                                f"go through {', '.join(sorted(beast)[:MOST_BEAST_FILES])}"))
    return findings


if __name__ == "__main__":
    finish(check(arguments(__doc__).root), "include rules")
