"""Atheme: the services of the network (NickServ, SASL), linked to an Inspircd."""

from .inspircd import LINK_PASSWORD, SERVICES
from .person import Person
from .server import Server
from .workspace import need, wait_until

MODULES = """protocol/inspircd backend/opensex crypto/pbkdf2v2 nickserv/main nickserv/cert nickserv/register
    nickserv/verify nickserv/identify nickserv/ghost nickserv/enforce nickserv/group nickserv/info nickserv/set_core
    chanserv/main chanserv/register chanserv/flags chanserv/invite saslserv/main saslserv/plain saslserv/external
    saslserv/authcookie""".split()


class Atheme(Server):
    def __init__(self, space, uplink):
        need("atheme-services")
        self._uplink = uplink
        folder = space.server_folder("atheme")
        database = folder / "services.db"
        database.touch()
        space.give(database)
        modules = "\n".join(f'loadmodule "modules/{name}";' for name in MODULES)
        services = "\n".join(f'{kind} {{ nick = "{nick}"; user = "services"; host = "{SERVICES}"; real = "{nick}"; }};'
                             for kind, nick in (("nickserv", "NickServ"), ("chanserv", "ChanServ"),
                                                ("saslserv", "SaslServ")))
        config = space.write(f"{folder.name}.conf", f"""
{modules}
serverinfo {{ name = "{SERVICES}"; desc = "test"; numeric = "00A"; recontime = 1; netname = "TestNet";
  hidehostsuffix = "test.local"; adminname = "test"; adminemail = "test@test.local"; mta = "/bin/true";
  loglevel = {{ error; info; }}; maxcertfp = 10; maxlogins = 20; maxusers = 50; mdlimit = 30; emaillimit = 10;
  emailtime = 300; auth = none; casemapping = ascii; }};
uplink "{uplink.name}" {{ host = "127.0.0.1"; port = {uplink.link_port}; send_password = "{LINK_PASSWORD}";
  receive_password = "{LINK_PASSWORD}"; }};
{services}
general {{ commit_interval = 5; }};
""")
        super().__init__(space, "Atheme", ["/usr/bin/atheme-services", "-n", "-c", config, "-l", folder / "log", "-p",
                                           folder / "pid", "-D", folder], uplink.port)
        self.log_file = folder / "log"
        self.start()

    def start(self):
        super().start()
        self._wait_for_sasl()
        return self

    def _wait_for_sasl(self):
        """The server lists SASL from the moment on at which services answer."""
        asking = Person(self._uplink.port, "asking", caps="", register=False)

        def listed():
            asking.send("CAP LS 302")
            return "sasl" in asking.expect(r" CAP \S+ LS :?(.*)").group(1)

        wait_until(listed, lambda: f"services link (exit: {self.process.poll()}, {self.log_file.read_text()[-300:]})")
        asking.close()

    def register(self, nick, password, certificate=None):
        """Makes the account `nick`; with a certificate, it may log in with that too."""
        person = Person(self._uplink.port, nick)
        person.ready()
        person.say("NickServ", f"REGISTER {password} {nick}@test.local")
        person.expect(rf":NickServ\S* NOTICE {nick} :.*(is now registered|registered to)")
        if certificate:
            person.say("NickServ", f"CERT ADD {certificate.fingerprint}")
            person.expect(rf":NickServ\S* NOTICE {nick} :.*Added fingerprint")
        person.quit()
