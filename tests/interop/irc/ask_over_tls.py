#!/usr/bin/env python3
"""The whole bot on a real server over verified TLS: a person using irssi asks, and reads the answer in the channel.

InspIRCd is real, irssi is real, the bot is the program as it is installed; only Straico is a stand-in.
"""

import json

from real import CHANNEL, HOST_NAME, Authority, Failed, Inspircd, Irssi, Program, Workspace, build_folder, need


def start_straico(space, confab):
    """The stand-in of Straico, as (base_url, api_key)."""
    sandbox = Program(space, [confab, "sandbox", "straico"])
    options = json.loads(sandbox.says("{"))["options"]
    return options["base_url"], options["api_key"]


def write_config(space, server, authority, base_url):
    return space.write("bot.yaml", f"""
bot:
  name: confab
  prefix: "!"
networks:
  testnet:
    adapter: irc
    server: 127.0.0.1
    port: {server.tls_port}
    server_name: {HOST_NAME}
    ca_file: {authority.ca}
    nick: confab
    channels: ["{CHANNEL}"]
plugins:
  straico: {{}}
  chat: {{}}
services:
  straico:
    base_url: {base_url}
    api_key: ${{STRAICO_API_KEY}}
storage:
  path: ":memory:"
""")


def main():
    need("irssi", "openssl")
    confab = build_folder() / "bin/confab"
    space = Workspace()
    authority = Authority(space)
    server = Inspircd(space, authority)
    base_url, api_key = start_straico(space, confab)
    config = write_config(space, server, authority, base_url)
    alice = Irssi(space, server.port)
    log = open(space.path / "confab.log", "w")
    bot = space.start([str(confab), "run", "-c", str(config)], stderr=log, env={"STRAICO_API_KEY": api_key, "PATH": "/usr/bin"})
    try:
        alice.sees("confab [confab@127.0.0.1] has joined")
        alice.say("!ask why is the sky blue")
        alice.sees("You said: why is the sky blue")
        alice.say("confab: and at night")
        alice.sees("You said: and at night")
        bot.terminate()
        alice.sees("confab [confab@127.0.0.1] has quit")
        assert bot.wait(timeout=20) == 0, bot.returncode
    except Failed:
        print((space.path / "confab.log").read_text(), alice.log(), sep="\n---\n")
        raise
    assert api_key not in (space.path / "confab.log").read_text(), "the key is in the log"
    print("passed: a question over TLS was answered in the channel")


if __name__ == "__main__":
    main()
