"""The bots: ours and the peers, each in one channel with one handler that counts messages.

`start(space, port)` returns the process, or nothing, and says why, where a peer is not installed.
"""
import os
import pathlib
import shutil
import subprocess
import sys

from irc_tools.servers import CHANNEL, HOST_NAME

BENCH = pathlib.Path(__file__).resolve().parents[1]
PEERS = BENCH / "irc_peers"
BUILD = pathlib.Path(os.environ.get("CONFAB_BUILD") or BENCH.parents[1] / "build" / "release")


def left_out(name, reason):
    print(f"irc: {name} is left out: {reason}", file=sys.stderr)


def confab(space, port, nick="confab", counts=True, ca_file=None):
    """With the IRC adapter, and the counting plugin or none. `ca_file`: over TLS."""
    folder = space.folder(nick)
    tls = f"tls: true\n    ca_file: {ca_file}\n    server_name: {HOST_NAME}" if ca_file else "tls: false"
    plugins = "plugins:\n  bench_counter: {}\n" if counts else ""
    (folder / "bot.yaml").write_text(f"""
bot:
  name: {nick}
networks:
  net:
    adapter: irc
    server: 127.0.0.1
    port: {port}
    {tls}
    nick: {nick}
    channels: ["{CHANNEL}"]
{plugins}storage:
  path: {folder}/confab.db
""")
    command = [BUILD / "bin" / "confab", "run", "-c", folder / "bot.yaml", "--plugins", BUILD / "bench" / "plugins"]
    with open(folder / "log", "wb") as log:
        return space.start(command, stderr=log)


def eggdrop(space, port):
    program = shutil.which("eggdrop")
    if not program:
        return left_out("Eggdrop", "it is not installed")
    folder = space.folder("eggdrop")
    shutil.copy(PEERS / "counter.tcl", folder)
    (folder / "eggdrop.conf").write_text(f"""
set username "egg"
set admin "bench"
set nick "eggdrop"
set altnick "eggdrop?"
set realname "bench"
set net-type 5
set servers {{ 127.0.0.1:{port} }}
set userfile "users"
set chanfile "channels"
set mod-path "/usr/lib/eggdrop/modules/"
set help-path "/usr/share/eggdrop/help/"
set temp-path "{folder}"
set flood-msg 0:0
set flood-ctcp 0:0
loadmodule blowfish
loadmodule channels
loadmodule server
loadmodule ctcp
loadmodule irc
channel add {CHANNEL}
channel set {CHANNEL} flood-chan 0:0 flood-ctcp 0:0
source counter.tcl
""")
    space.hand_over(folder)
    with space.terminal() as stdin:  # it ends when its terminal does
        return space.start([program, "-n", "-m", "eggdrop.conf"], ordinary_user=True, cwd=folder, stdin=stdin)


def limnoria(space, port):
    program = shutil.which("supybot")
    if not program:
        return left_out("Limnoria", "it is not installed")
    folder = space.folder("limnoria")
    shutil.copytree(PEERS / "limnoria", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    options = {
        "nick": "limnoria", "ident": "limnoria", "user": "bench", "networks": "net", "networks.net.servers": f"127.0.0.1:{port}",
        "networks.net.ssl": False, "networks.net.channels": CHANNEL, "plugins": "Counter", "plugins.Counter": True,
        "log.stdout": False,
        **{f"directories.{name}": folder / name for name in ("plugins", "conf", "data", "backup", "log")}}
    (folder / "bot.conf").write_text("".join(f"supybot.{key}: {value}\n" for key, value in options.items()))
    space.hand_over(folder)
    return space.start([program, "bot.conf"], ordinary_user=True, cwd=folder, env={**os.environ, "HOME": str(folder)})


def irc_framework(space, port):
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return left_out("irc-framework", "node or npm is missing")
    folder = space.folder("irc-framework")
    for name in ("package.json", "package-lock.json", "counter.mjs"):
        shutil.copy(PEERS / name, folder)
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], cwd=folder,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return left_out("irc-framework", f"npm ci failed:\n{done.stderr}")
    return space.start([node, folder / "counter.mjs", str(port), "irc-framework", CHANNEL])


PEERS_BY_NICK = {"eggdrop": eggdrop, "limnoria": limnoria, "irc-framework": irc_framework}
