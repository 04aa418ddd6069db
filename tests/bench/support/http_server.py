"""A throw-away nginx on loopback: the server that all clients of a benchmark are measured against."""
import os
import socket
import subprocess
import time

BODY = '{"data":{"first_name":"Jane","last_name":"Doe","coins":562621.19,"plan":"Ultimate Pack"},"success":true}'

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000000;
    keepalive_timeout 300;
    default_type application/json;
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{tls} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        ssl_protocols TLSv1.3;
        location = /v0/user {{ return 200 '{body}'; }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                    "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout",
                    f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"], check=True, capture_output=True)


class Nginx:
    def __init__(self, folder):
        self.folder = folder
        self.ca_file = os.path.join(folder, "certificate.pem")

    def __enter__(self):
        make_certificate(self.folder)
        plain, tls = free_port(), free_port()
        path = os.path.join(self.folder, "nginx.conf")
        with open(path, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION.format(folder=self.folder, plain=plain, tls=tls, body=BODY))
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", path], stderr=subprocess.DEVNULL)
        self.plain_url, self.tls_url = f"http://127.0.0.1:{plain}/v0/user", f"https://127.0.0.1:{tls}/v0/user"
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", tls), timeout=1).close()
                return self
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.__exit__()
                    raise
                time.sleep(0.02)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
