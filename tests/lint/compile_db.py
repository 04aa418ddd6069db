"""Reads compile_commands.json: with which flags the files of a folder are compiled."""
import json
import shlex
from pathlib import Path

DROPPED = {"-c", "-MD", "-MMD", "-g", "-g1", "-g2", "-g3"}
DROPPED_WITH_VALUE = {"-o", "-MT", "-MF", "-MQ"}


class Command:
    def __init__(self, entry):
        words = entry["arguments"] if "arguments" in entry else shlex.split(entry["command"])
        self.folder = entry["directory"]
        self.source = Path(entry["file"]).resolve()
        self.launcher = []
        if Path(words[0]).name in ("ccache", "sccache"):
            self.launcher, words = words[:1], words[1:]
        self.compiler = words[0]
        self.flags = []
        rest = iter(words[1:])
        for word in rest:
            if word in DROPPED_WITH_VALUE:
                next(rest, None)
            elif word not in DROPPED and not word.startswith(("-O", "-D_FORTIFY_SOURCE")) and not self.is_source(word):
                self.flags.append(word)

    def is_source(self, word):
        return word.endswith(self.source.suffix) and (Path(self.folder) / word).resolve() == self.source


class CompileDb:
    def __init__(self, build):
        path = Path(build) / "compile_commands.json"
        if not path.is_file():
            raise SystemExit(f"{path}: missing; configure the build first (cmake --preset dev)")
        self.commands = [Command(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        self.by_folder = {}
        for command in self.commands:
            self.by_folder.setdefault(command.source.parent, command)

    def near(self, path):
        """The command of a source in the same folder, or in the nearest folder above or below it; else None."""
        folder = Path(path).resolve().parent
        for candidate in (folder, *folder.parents):
            below = [key for key in self.by_folder if candidate == key or candidate in key.parents]
            if below:
                return self.by_folder[min(below, key=lambda key: (len(key.parts), key))]
        return None
