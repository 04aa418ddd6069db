#!/usr/bin/env python3
"""Proves the lints: each must find what its bad examples in fixtures/ mark with `expect:`, and nothing else."""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import budget
import coroutines
import doxygen
import exports
import formatting
import headers
import includes
import sizes
from compile_db import CompileDb
from project import ROOT, code_only

FIXTURES = Path(__file__).resolve().parent / "fixtures"
EXPECT = re.compile(r"expect(?:@(\d+))?: ([\w-]+(?:, [\w-]+)*)")
BUILD = None


def expected(tree, prefix=""):
    marks = set()
    for path in tree.rglob("*.?pp"):
        for number, line in enumerate(path.read_text().split("\n"), 1):
            for at, rules in EXPECT.findall(line):
                name = path.relative_to(tree).as_posix()
                marks.update((name, int(at or number), prefix + rule) for rule in rules.split(", "))
    return marks


def found(findings):
    return {(finding.path, finding.line, finding.rule) for finding in findings}


class Lints(unittest.TestCase):
    maxDiff = None

    def test_includes(self):
        tree = FIXTURES / "includes"
        self.assertEqual(found(includes.check(tree)), expected(tree))

    def test_format(self):
        tree = FIXTURES / "format"
        self.assertEqual(found(formatting.check(tree, "clang-format-16")), expected(tree))

    def test_doxygen(self):
        tree = FIXTURES / "doxygen"
        self.assertEqual(found(doxygen.check(tree)), expected(tree))

    def test_sizes(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder)
            for name, length in (("core/long.cpp", 501), ("core/fits.cpp", 500), ("tests/long.cpp", 701),
                                 ("tests/fits.cpp", 700), ("examples/hello/hello.cpp", 9)):
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                (tree / name).write_text("\n" * length)
            findings, lengths = sizes.check(tree)
            self.assertEqual(found(findings), {("core/long.cpp", 501, "file-size"), ("tests/long.cpp", 701, "file-size"),
                                               ("examples/hello/hello.cpp", 9, "file-size")})
            self.assertEqual(lengths, [9, 500, 501])

    def test_headers(self):
        tree = FIXTURES / "headers"
        database = CompileDb(BUILD)
        with tempfile.TemporaryDirectory() as folder:
            command = database.near(ROOT / "sdk/src/result.cpp")
            database.by_folder = {tree / "core/render": command}
            results = [headers.compile_alone(tree, database, Path(folder), Path("core/render") / name)
                       for name in ("needy.hpp", "fine.hpp")]
        self.assertEqual(found(filter(None, results)), expected(tree))

    def test_budget(self):
        self.assertEqual(found(budget.check(ROOT, BUILD, 1000)[0]), {("sdk/include/confab/plugin.hpp", 1, "sdk-budget")})

    def test_coroutines(self):
        tree = FIXTURES / "coroutines"
        findings, _ = coroutines.check(tree, Path(BUILD), "clang-query-16", everything=True)
        self.assertEqual(found(findings), expected(tree, "co_await-"))

    def test_exports(self):
        with tempfile.TemporaryDirectory() as folder:
            plugins = Path(folder) / "lib/confab/plugins"
            plugins.mkdir(parents=True)
            source = Path(folder) / "bad.cpp"
            source.write_text('extern "C" int confab_missing(); extern "C" int stray() { return confab_missing(); }\n'
                              "struct S { int n = 0; }; inline S shared; int use() { return shared.n; }\n")
            compiler = CompileDb(BUILD).commands[0].compiler
            subprocess.run([compiler, "-shared", "-fPIC", "-o", str(plugins / "confab_bad.so"), str(source)], check=True)
            rules = {finding.rule for finding in exports.check(folder)[0]}
        self.assertLessEqual({"descriptor", "fingerprint", "exported-function", "undefined"}, rules)

    def test_code_only_keeps_lines_and_code(self):
        text = 'a /* b\nb */ c "d//e" R"(f\n)" 1\'000 \'"\' g // h\ni'
        cleaned = code_only(text)
        self.assertEqual(cleaned.count("\n"), text.count("\n"))
        self.assertEqual(cleaned.split(), ["a", "c", "1'000", "g", "i"])


if __name__ == "__main__":
    BUILD = sys.argv.pop()
    unittest.main()
