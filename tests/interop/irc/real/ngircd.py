"""ngIRCd: RFC servers of today, with multi-prefix as its only capability."""

from .authority import HOST_NAME
from .inspircd import OPER
from .server import Server
from .workspace import free_port, need


class Ngircd(Server):
    """`limited`: the flood penalty of its defaults (some three lines a second) instead of none."""

    def __init__(self, space, limited=False):
        need("ngircd")
        self.port = free_port()
        folder = space.server_folder("ngircd")
        config = space.write(f"{folder.name}.conf", f"""
[Global]
Name = {HOST_NAME}
Info = test
Network = TestNet
Listen = 127.0.0.1
Ports = {self.port}
AdminInfo1 = test
AdminEMail = test@test.local
MotdPhrase = hello
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
{"" if limited else "MaxPenaltyTime = 0"}
[Options]
Ident = no
PAM = no
DNS = no
MorePrivacy = no
OperCanUseMode = yes
[Operator]
Name = {OPER[0]}
Password = {OPER[1]}
""")
        super().__init__(space, "ngIRCd", ["/usr/sbin/ngircd", "-n", "-f", config], self.port)
        self.start()
