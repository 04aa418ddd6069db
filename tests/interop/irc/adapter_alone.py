#!/usr/bin/env python3
"""The adapter on a real server: it joins, hears a person using irssi, and that person reads its answer."""

import sys

from real import CHANNEL, HOST_NAME, Authority, Case, Inspircd, Irssi, Ngircd, Program, Workspace, build_folder, need, run_cases


def main(server):
    need("irssi", "openssl")
    space = Workspace()
    options = ["nick=confab", f"channels={CHANNEL}", "server=127.0.0.1"]
    if server == "inspircd":
        authority = Authority(space)
        real = Inspircd(space, authority)
        options += [f"port={real.tls_port}", f"server_name={HOST_NAME}", f"ca_file={authority.ca}"]
    else:
        real = Ngircd(space)
        options += [f"port={real.port}", "tls=false"]
    adapter = Program(space, [build_folder() / "tests/irc_probe", "adapter", *options])
    adapter.says("self in " + CHANNEL)
    alice = Irssi(space, real.port)
    alice.say("ping één 😀")
    adapter.says("message live #confab alice/alice/0 ping één 😀")
    alice.sees("pong één 😀")
    alice.type("/msg confab ping privately")
    alice.sees("pong privately")
    alice.say("ping " + 400 * "x")
    alice.sees("pong " + 400 * "x")
    alice.say("leave")
    adapter.says("left")
    alice.sees("shutting down")


if __name__ == "__main__":
    run_cases([Case(f"a person at irssi on {sys.argv[1]}", lambda: main(sys.argv[1]), alone=True)])
