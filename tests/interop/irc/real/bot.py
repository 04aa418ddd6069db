"""The whole bot: the program as it is installed, with a bot.yaml and the plugin `interop_echo` (`!echo X` -> `echo X`)."""

import json
import os
import pathlib

from .program import Program
from .workspace import build_folder


class Bot(Program):
    """`networks`: for each name the options of the IRC adapter."""

    def __init__(self, space, networks, name="bot"):
        self.log_file = space.path / f"{name}.log"
        # JSON is YAML, and quotes whatever needs it.
        config = space.write(f"{name}.yaml", json.dumps({
            "bot": {"name": "confab", "prefix": "!"},
            "networks": {network: {"adapter": "irc", **options} for network, options in networks.items()},
            "plugins": {"interop_echo": {}},
            "storage": {"path": ":memory:"},
        }, indent=1))
        build = build_folder()
        plugins = ":".join(str(build / place) for place in ("tests/interop/plugins", "lib/confab/plugins"))
        with open(self.log_file, "w", encoding="utf-8") as log:
            super().__init__(space, [build / "bin/confab", "run", "-c", config], stderr=log,
                             env=dict(os.environ, CONFAB_PLUGIN_PATH=plugins))

    def memory_kb(self):
        """VmRSS."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def log(self):
        return self.log_file.read_text(encoding="utf-8", errors="replace")
