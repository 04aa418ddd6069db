"""InspIRCd 3 with its IRCv3 modules: a class without limits, a class with the default ones, TLS, a link to services."""

from .authority import HOST_NAME
from .server import Server
from .workspace import free_ports, need

MODULES = """ssl_gnutls sslinfo cap ircv3 ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_chghost ircv3_ctctags
    ircv3_echomessage ircv3_invitenotify ircv3_labeledresponse ircv3_msgid ircv3_servertime ircv3_sts botmode monitor
    namesx uhnames setname services_account sasl chghost chanhistory redirect banredirect inviteexception banexception
    joinflood kicknorejoin messageflood sanick sajoin sapart samode muteban noctcp svshold knock deaf hidechans
    spanningtree sha1""".split()
SERVICES = "services.test.local"
SECOND = "irc2.test.local"
LINK_PASSWORD = "linkpassword"
OPER = ("admin", "operpassword")


def _links(names, port):
    return "\n".join(f"""<link name="{name}" ipaddr="127.0.0.1" port="{port}" allowmask="127.0.0.0/8"
      timeout="10s" recvpass="{LINK_PASSWORD}" sendpass="{LINK_PASSWORD}">""" for name in names)


class Inspircd(Server):
    """`port`, `tls_port`: no limits. `flood_port`: the limits InspIRCd has by default. `link_port`: other servers.

    With `uplink`, another Inspircd, it is the second server of that one's network. `without`: modules to leave out.
    `sts`: tells clients on the plain ports to come back over TLS.
    """

    def __init__(self, space, authority, uplink=None, without=(), sts=False):
        need("inspircd")
        self.name = SECOND if uplink else HOST_NAME
        self.port, self.tls_port, self.flood_port, self.link_port = free_ports(4)
        folder = space.server_folder(self.name)
        self.log_file = folder / "log"
        wanted = [name for name in MODULES if name not in without and (sts or name != "ircv3_sts")]
        modules = "\n".join(f'<module name="{name}">' for name in wanted)
        links = _links([SERVICES, SECOND], self.link_port)
        if uplink:
            links = _links([uplink.name], uplink.link_port) + f'<autoconnect period="1s" server="{uplink.name}">'
        config = space.write(f"{folder.name}.conf", f"""
<server name="{self.name}" description="test" id="{'002' if uplink else '001'}" network="TestNet">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}"
      moduledir="/usr/lib/inspircd/modules">
<pid file="{folder}/pid">
<admin name="test" nick="test" email="test@test.local">
{modules}
<sslprofile name="clients" provider="gnutls" certfile="{authority.certificate}" keyfile="{authority.key}"
            hash="sha256" requestclientcert="yes">
<bind address="127.0.0.1" port="{self.port}" type="clients">
<bind address="127.0.0.1" port="{self.flood_port}" type="clients">
<bind address="127.0.0.1" port="{self.tls_port}" type="clients" sslprofile="clients">
<bind address="127.0.0.1" port="{self.link_port}" type="servers">
<connect name="limited" allow="*" port="{self.flood_port}" timeout="60s" pingfreq="15s" localmax="500" globalmax="500"
         threshold="10" commandrate="1000" fakelag="yes" recvq="8K" softsendq="10240" hardsendq="1M"
         resolvehostnames="no" useident="no" useconnectban="no" useconnflood="no">
<connect name="main" allow="*" timeout="60s" pingfreq="2m" hardsendq="256M" softsendq="128M" recvq="8M"
         threshold="1000000000" commandrate="1000000000" fakelag="no" localmax="5000" globalmax="5000"
         resolvehostnames="no" useident="no" useconnectban="no" useconnflood="no" maxchans="1000">
<class name="all" commands="*" privs="*" usermodes="*" chanmodes="*">
<type name="NetAdmin" classes="all">
<oper name="{OPER[0]}" password="{OPER[1]}" host="*@*" type="NetAdmin">
<channels users="1000" opers="1000">
<options casemapping="ascii" defaultmodes="not">
<performance netbuffersize="65534" quietbursts="yes">
<limits maxline="512" maxnick="30">
<ircv3 standardreplies="yes">
<sts host="{HOST_NAME}" duration="60d" port="{self.tls_port}">
<chanhistory maxlines="50" bots="yes" prefixmsg="no">
<sasl target="{SERVICES}" requiressl="no">
{links}
<uline server="{SERVICES}" silent="yes">
<log method="file" type="*" level="default" target="{self.log_file}">
""")
        command = ["/usr/sbin/inspircd", f"--config={config}", "--nofork"]
        super().__init__(space, f"InspIRCd {self.name}", command, self.tls_port)
        self.start()
