"""The program as its user runs it: exit codes, what it prints, and that bad input stops only what is bad.

    command_line_test.py CONFAB FIXTURE-FOLDER
"""
import http.client
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

CONFAB = FIXTURES = ""


def run(*arguments, **options):
    return subprocess.run([CONFAB, *arguments], capture_output=True, text=True, timeout=90, check=False, **options)


class Bot:
    """`confab run` in the background; always ended."""

    def __init__(self, folder, yaml, *arguments, environment=None):
        self.config = os.path.join(folder, "bot.yaml")
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(yaml)
        self.process = subprocess.Popen([CONFAB, "run", "-c", self.config, *arguments], stderr=subprocess.PIPE,
                                        cwd=folder, env={**os.environ, **(environment or {})})
        self.log = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stderr.close()

    def wait_for(self, pattern, seconds=20):
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.log):
            ready, _, _ = select.select([self.process.stderr], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.process.stderr.fileno(), 65536) if ready else b""
            if not chunk:
                raise AssertionError(f"the log never showed {pattern!r}:\n{self.log}")
            self.log += chunk.decode(errors="replace")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.log += self.process.stderr.read().decode(errors="replace")
        return code


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, text):
        path = os.path.join(self.folder.name, "bot.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def test_check_lists_five_mistakes_with_positions_and_exits_2(self):
        path = self.write("bot:\n  nmae: x\n"
                          "networks:\n  libera:\n    adapter: irc\n    chanels: ['#a']\n"
                          "plugins:\n  chatt: {}\n"
                          "services:\n  http:\n    timeout: soon\n  straico:\n    api_key: ${CONFAB_TEST_UNSET}\n")
        result = run("check", "-c", path)
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stdout, "")
        for expected in (r":2:3: unknown key `nmae` under bot \(did you mean `name`\?\)",
                         r":4:3: `server` is missing under networks.libera",
                         r":6:5: unknown key `chanels` under networks.libera \(did you mean `channels`\?\)",
                         r":8:3: there is no plugin `chatt` .*\(did you mean `chat`\?\)",
                         r":11:14: `timeout` under services.http must be a duration",
                         r":13:14: the environment variable CONFAB_TEST_UNSET is not set"):
            self.assertRegex(result.stderr, re.escape(path) + expected)
        self.assertIn("6 problems", result.stderr)

    def test_check_tells_where_a_redis_or_proxy_url_is_none(self):
        path = self.write("services:\n  http: {proxy: 'socks5://user:hunter2@x'}\n  cache: {redis: 'http://:hunter2@x'}\n")
        result = run("check", "-c", path)
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, re.escape(path) + r":2:17: `proxy` under services.http: ")
        self.assertRegex(result.stderr, re.escape(path) + r":3:18: `redis` under services.cache: ")
        self.assertNotIn("hunter2", result.stderr)

    def test_run_serves_metrics_to_those_who_mean_it(self):
        with Bot(self.folder.name, "admin: {listen: '127.0.0.1:0'}\n") as bot:
            bot.wait_for(r"metrics are served.*port=(\d+)")
            port = int(re.search(r"metrics are served.*port=(\d+)", bot.log).group(1))

            def ask(path, host="127.0.0.1"):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                self.addCleanup(connection.close)
                connection.request("GET", path, headers={"Host": host})
                answer = connection.getresponse()
                return answer.status, answer.headers.get("Content-Type"), answer.read().decode()

            status, kind, text = ask("/metrics")
            self.assertEqual((status, kind), (200, "text/plain; version=0.0.4; charset=utf-8"))
            self.assertIn("# TYPE confab_http_retries_total counter\n", text)
            self.assertIn('confab_http_timeouts_total{phase="connect"} 0\n', text)
            self.assertEqual(ask("/livez")[0], 200)
            self.assertEqual(ask("/")[0], 404)
            self.assertEqual(ask("/metrics", host="evil.example")[0], 403)
            self.assertEqual(bot.stop(), 0)
        self.assertRegex(bot.log, r"http totals.*requests=0.*retries=0.*timeouts=0.*coins=0.00")

    def test_run_starts_nothing_from_a_bad_file(self):
        path = self.write("networks: {x: {adapter: nothing}}\n")
        result = run("run", "-c", path, cwd=self.folder.name)
        self.assertEqual(result.returncode, 2)
        self.assertFalse(os.path.exists(os.path.join(self.folder.name, "confab.db")))

    def test_a_missing_file_is_named(self):
        result = run("check", "-c", "/nowhere/bot.yaml")
        self.assertEqual(result.returncode, 2)
        self.assertIn("/nowhere/bot.yaml: cannot read the file", result.stderr)

    def test_usage_errors_exit_64_with_a_suggestion(self):
        result = run("chekc")
        self.assertEqual(result.returncode, 64)
        self.assertIn("did you mean `check`?", result.stderr)
        self.assertEqual(run("--nonsense").returncode, 64)
        self.assertEqual(run().returncode, 64)
        self.assertEqual(run("--help").returncode, 0)

    def test_every_command_has_help_that_leads_with_examples(self):
        commands = re.findall(r"(?m)^  (\w+) {2,}", run("help").stdout.split("Commands:\n")[1])
        self.assertIn("dev", commands)
        for command in commands:
            for result in (run("help", command), run(command, "--help")):
                self.assertEqual(result.returncode, 0)
                self.assertTrue(result.stdout.startswith("Examples:\n  confab " + command), result.stdout)
        self.assertEqual(run("help", "nothing").returncode, 64)

    def test_an_option_of_another_command_is_refused(self):
        result = run("run", "--json")
        self.assertEqual(result.returncode, 64)
        self.assertIn("`confab run` has no option --json; confab help run", result.stderr)

    def test_completions_are_valid_scripts(self):
        for shell, check in (("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
            script = run("completion", shell).stdout
            self.assertIn("sandbox", script)
            if shutil.which(check[0]):
                done = subprocess.run([*check, "/dev/stdin"], input=script, text=True, capture_output=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(run("completion", "tcsh").returncode, 64)

    def test_bash_completes_commands_options_and_words(self):
        def complete(*words):
            line = f"COMP_WORDS=(confab {' '.join(words)}); COMP_CWORD={len(words)}; _confab; echo ${{COMPREPLY[*]}}"
            done = subprocess.run(["bash", "-c", run("completion", "bash").stdout + line], capture_output=True, text=True,
                                  check=False, cwd=self.folder.name)
            return done.stdout.split()
        self.assertEqual(complete("de"), ["demo", "dev"])
        self.assertEqual(complete("sandbox", "d"), ["discord"])
        self.assertEqual(complete("run", "--c"), ["--config"])
        self.assertEqual(complete("help", "ver"), ["version"])
        self.assertEqual(complete("run", "--log", "d"), ["debug"])

    def test_the_manual_page_is_valid(self):
        page = run("man").stdout
        self.assertIn(".SS confab test [FOLDER]", page)
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-man", "-ww", "-Tutf8"], input=page, text=True, capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_new_plugin_refuses_bad_names_and_existing_folders(self):
        for name in ("Greet", "9lives", "a-b", "../x", "", "a" * 33):
            result = run("new", "plugin", name, cwd=self.folder.name)
            self.assertEqual(result.returncode, 64, name)
            self.assertIn("cannot be a plugin's name", result.stderr)
        self.assertEqual(run("new", "thing", "x").returncode, 64)
        self.assertEqual(os.listdir(self.folder.name), [])
        self.assertEqual(run("new", "plugin", "word_count", cwd=self.folder.name).returncode, 0)
        written = sorted(os.listdir(os.path.join(self.folder.name, "word_count")))
        self.assertEqual(written, [".gitignore", "CMakeLists.txt", "README.md", "word_count.cpp", "word_count_test.cpp"])
        with open(os.path.join(self.folder.name, "word_count", "word_count.cpp"), encoding="utf-8") as source:
            text = source.read()
        self.assertIn("CONFAB_PLUGIN(WordCount)", text)
        self.assertNotIn("@", text)
        self.assertEqual(run("new", "plugin", "word_count", cwd=self.folder.name).returncode, 1)

    def test_test_and_dev_say_where_there_is_no_plugin(self):
        for command in ("test", "dev"):
            result = run(command, self.folder.name)
            self.assertEqual(result.returncode, 1)
            self.assertIn("there is no CMakeLists.txt in " + self.folder.name, result.stderr)

    def test_machine_readable_output(self):
        version = json.loads(run("version", "--json").stdout)
        self.assertIn("confab_abi_", version["fingerprint"])
        irc = json.loads(run("plugins", "info", "irc", "--json").stdout)
        self.assertEqual(irc["platform"], "irc")
        self.assertTrue(any(option["key"] == "server" and option["required"] for option in irc["network_options"]))

    def test_demo_answers_on_all_networks(self):
        result = run("demo", "--once")
        self.assertEqual(result.returncode, 0, result.stderr)
        for network in ("irc", "discord", "matrix"):
            self.assertRegex(result.stdout, rf"(?m)^{network} .* alice +.*!ask Which networks")
            self.assertRegex(result.stdout, rf"(?m)^{network} .*You said: Which networks")

    def test_demo_prompt_talks_on_the_chosen_network(self):
        result = run("demo", input="!ask first\nmatrix\n!ask second\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("irc> ", result.stdout)
        self.assertIn("matrix> ", result.stdout)

    def test_the_reference_has_every_option(self):
        page = run("plugins", "reference").stdout
        for row in ("| `unmap_plugins` | boolean | `false` |", "## services.http\n", "| `sasl_password` | secret |",
                    "In an entry under `networks` with `adapter: discord`:", "## log\n"):
            self.assertIn(row, page)

    def test_refused_plugins_do_not_stop_the_rest(self):
        yaml = "plugins:\n  other_build: {}\n  throws_in_start: {}\n  throws_in_constructor: {}\n  good: {}\n"
        with Bot(self.folder.name, yaml, "--plugins", FIXTURES) as bot:
            bot.wait_for(r"\] ready ")
            self.assertRegex(bot.log, r"plugin refused plugin=other_build reason=.*found API 1 libstdcxx99")
            self.assertRegex(bot.log, r"plugin=throws_in_start reason=.*wrong phase")
            self.assertRegex(bot.log, r"plugin=throws_in_constructor reason=.*no constructor today")
            self.assertRegex(bot.log, r"plugin started plugin=good")
            self.assertEqual(bot.stop(), 0)
        self.assertIn("stopped", bot.log)

    def test_unreachable_networks_back_off_and_leave_the_others_alone(self):
        sandbox = subprocess.Popen([CONFAB, "sandbox", "matrix"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (sandbox.kill(), sandbox.wait(), sandbox.stdout.close()))
        options = json.loads(sandbox.stdout.readline())["options"]
        yaml = ("networks:\n"
                "  dead: {adapter: irc, server: 127.0.0.1, port: 1, tls: false}\n"
                "  lost: {adapter: discord, token: canary-token-123, api_url: 'http://127.0.0.1:1'}\n"
                "  good:\n    adapter: matrix\n" +
                "".join(f"    {key}: {json.dumps(value)}\n" for key, value in options.items()) +
                "storage: {path: ':memory:'}\n")
        with Bot(self.folder.name, yaml) as bot:
            bot.wait_for(r"\[good\] connection state=ready")
            bot.wait_for(r"\[dead\] .*127\.0\.0\.1:1")
            bot.wait_for(r"\[lost\] ")
            self.assertEqual(bot.stop(), 0)
        self.assertNotIn("canary-token-123", bot.log)
        self.assertNotIn(options["password"], bot.log)


if __name__ == "__main__":
    CONFAB, FIXTURES = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1], verbosity=2)
