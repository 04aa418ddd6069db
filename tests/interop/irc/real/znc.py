"""ZNC: a bouncer with one user on one network."""

import hashlib

from .server import Server
from .workspace import free_port, need

USER, NETWORK, PASSWORD = "confab", "testnet", "bouncerpassword"
SALT = "bouncersalt"


class Znc(Server):
    """`login` is what a client gives as the server's password."""

    login = f"{USER}/{NETWORK}:{PASSWORD}"

    def __init__(self, space, server_port, nick, channel):
        need("znc")
        self.port = free_port()
        self._folder = space.server_folder("znc")
        configs = self._folder / "configs"
        configs.mkdir()
        digest = hashlib.sha256((PASSWORD + SALT).encode()).hexdigest()
        config = configs / "znc.conf"
        config.write_text(f"""
Version = 1.8.2
<Listener l>
    Host = 127.0.0.1
    Port = {self.port}
    IPv4 = true
    IPv6 = false
    SSL = false
</Listener>
AnonIPLimit = 100
ConnectDelay = 1
ServerThrottle = 1
ProtectWebSessions = false
<User {USER}>
    Pass = sha256#{digest}#{SALT}#
    Admin = true
    Nick = {nick}
    AltNick = {nick}_
    Ident = bounced
    RealName = bounced
    Buffer = 100
    AutoClearChanBuffer = true
    AutoClearQueryBuffer = true
    <Network {NETWORK}>
        FloodBurst = 100
        FloodRate = 0.10
        JoinDelay = 0
        Server = 127.0.0.1 {server_port}
        <Chan {channel}>
        </Chan>
    </Network>
</User>
""")
        space.give(configs, config)
        super().__init__(space, "ZNC", ["/usr/bin/znc", "--foreground", f"--datadir={self._folder}"], self.port)
        self.start()
