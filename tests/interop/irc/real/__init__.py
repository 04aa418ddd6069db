"""Real IRC servers, services, a bouncer, and people, on loopback, for the scripts beside this folder."""

from .atheme import Atheme
from .authority import HOST_NAME, Authority
from .bot import Bot
from .cases import Case, run_cases
from .crowd import Crowd
from .inspircd import OPER, Inspircd
from .irssi import CHANNEL, Irssi
from .ngircd import Ngircd
from .person import ALL_CAPS, Person, tag
from .probe import Probe
from .program import Program
from .workspace import Failed, Workspace, accepts, build_folder, free_port, free_ports, need, wait_until
from .wire import Wire
from .znc import Znc

__all__ = [
    "ALL_CAPS", "Atheme", "Authority", "Bot", "CHANNEL", "Case", "Crowd", "Failed", "HOST_NAME", "Inspircd", "Irssi",
    "Ngircd", "OPER", "Person", "Probe", "Program", "Wire", "Workspace", "Znc", "accepts", "build_folder", "free_port",
    "free_ports", "need", "run_cases", "tag", "wait_until",
]
