"""A private certificate authority, its server certificate, and certificates of people."""

import hashlib
import ssl
import subprocess

HOST_NAME = "irc.test.local"
CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Certificate:
    def __init__(self, pem, key):
        self.pem = pem
        self.key = key

    @property
    def fingerprint(self):
        """SHA-256 of the DER form, in hexadecimal: how servers and services name it."""
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.pem.read_text())).hexdigest()


class Authority:
    def __init__(self, space, name=HOST_NAME):
        self._space = space
        self._folder = space.path / f"tls-{name}"
        self._folder.mkdir()
        space.give(self._folder)
        self.ca = self._folder / "ca.pem"
        _openssl("req", "-x509", *CURVE, "-keyout", self._folder / "ca.key", "-out", self.ca, "-days", "2", "-subj",
                 "/CN=Confab test authority")
        self.server = self.issue(name)
        self.certificate, self.key = self.server.pem, self.server.key

    def issue(self, name):
        pem, key, request = (self._folder / f"{name}.{end}" for end in ("pem", "key", "csr"))
        _openssl("req", *CURVE, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        extensions = self._space.write(f"{name}.ext", f"subjectAltName=DNS:{name}\n")
        _openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self._folder / "ca.key", "-CAcreateserial",
                 "-out", pem, "-days", "2", "-extfile", extensions)
        self._space.give(pem, key)
        return Certificate(pem, key)
