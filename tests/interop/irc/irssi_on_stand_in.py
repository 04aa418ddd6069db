#!/usr/bin/env python3
"""The stand-in is a server to a third-party client: irssi registers, joins, talks and is answered."""

from real import Irssi, Program, Workspace, build_folder, need


def main():
    need("irssi")
    space = Workspace()
    server = Program(space, [build_folder() / "tests/irc_probe", "stand-in"])
    port = int(server.says("port ").split()[1])
    person = Irssi(space, port, nick="visitor")
    person.say("hello")
    server.says("heard visitor #confab hello")
    person.sees("hello yourself")
    person.type("/topic #confab today's topic")
    person.sees("today's topic")
    person.type("/nick traveller")
    person.sees("traveller")
    person.type("/whois alice")
    person.sees("alice")
    person.say("leave")
    server.says("heard traveller #confab leave")
    print("passed: irssi is at home on the stand-in")


if __name__ == "__main__":
    main()
