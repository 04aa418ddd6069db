#!/usr/bin/env python3
"""More answers than a server with its default limits lets through at once: hard case 40.

    flood.py [--replies 40]     by default 40 on InspIRCd (one line a second) and 100 on ngIRCd

Nobody is thrown out, the order is kept, a PING is answered meanwhile, and a short answer elsewhere does not wait for all.
"""

import argparse
import time

from real import Authority, Case, Inspircd, Ngircd, Person, Probe, Wire, Workspace, need, run_cases, wait_until


def flood(space, port, person_port, replies, **options):
    person = Person(person_port, "listener").join("#flood").join("#aside")
    wire = Wire(port)
    bot = Probe(space, wire.port, "talker", "#flood,#aside", **options)
    bot.joins("#flood")
    bot.joins("#aside")
    began = time.monotonic()
    bot.type(f"burst #flood {replies} reply")
    wait_until(lambda: len(person.said_by("talker", "#flood")) >= 3, "the first replies arrive", 20)
    asked = time.monotonic()
    person.say("#aside", "ping aside")
    person.hears("talker", "#aside", "pong aside", limit=15)
    aside = time.monotonic() - asked
    asked = time.monotonic()
    wire.tell("PING :in-between")  # these servers ask only who is silent
    wire.carries("PONG in-between", limit=3)
    pong = time.monotonic() - asked
    wait_until(lambda: len(person.said_by("talker", "#flood")) == replies,
               lambda: f"{replies} replies ({len(person.said_by('talker', '#flood'))} came, {bot.lines[-2:]})",
               30 + 2 * replies)
    took = time.monotonic() - began
    assert person.said_by("talker", "#flood") == [f"reply {number + 1}" for number in range(replies)]
    assert wire.connections == 1 and bot.count("^state lost") == 0, bot.lines
    assert not person.matches(r":talker!\S+ QUIT")
    print(f"  {replies} replies in {took:.1f} s; meanwhile a PONG after {pong:.2f} s, "
          f"a short answer elsewhere after {aside:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int)
    replies = parser.parse_args().replies
    need("openssl")
    space = Workspace()
    inspircd, ngircd = Inspircd(space, Authority(space)), Ngircd(space, limited=True)
    run_cases([
        Case("InspIRCd with its default limits", lambda: flood(space, inspircd.flood_port, inspircd.port, replies or 40,
                                                               flood_burst=5, flood_interval=1000)),
        Case("ngIRCd with its default limits", lambda: flood(space, ngircd.port, ngircd.port, replies or 100,
                                                             flood_burst=5, flood_interval=350)),
    ])


if __name__ == "__main__":
    main()
