"""A throw-away nginx on loopback: the server that all clients of a benchmark are measured against."""
import os
import signal
import socket
import subprocess
import sys
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
    log_format counted '$status $bytes_sent';
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
        location = /v1/models {{
            alias {folder}/models.json;
            gzip on; gzip_types application/json; gzip_vary on;
            add_header Cache-Control max-age=300;
            access_log {folder}/models.log counted if=$arg_counted;
        }}
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
    """`models` is what GET /v1/models answers, compressed for who asks for that; with ?counted=... it can be counted."""

    def __init__(self, folder, models="{}"):
        self.models = models
        self.folder = folder
        self.ca_file = os.path.join(folder, "certificate.pem")
        self.key_file = os.path.join(folder, "key.pem")

    def __enter__(self):
        # So that a script that is told to end leaves its `with`, and no nginx behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
        make_certificate(self.folder)
        plain, tls = free_port(), free_port()
        models = os.path.join(self.folder, "models.json")
        with open(models, "w", encoding="utf-8") as out:
            out.write(self.models)
        os.chmod(self.folder, 0o711)  # started by root, nginx reads files as somebody else
        os.chmod(models, 0o644)
        path = os.path.join(self.folder, "nginx.conf")
        with open(path, "w", encoding="utf-8") as out:
            out.write(CONFIGURATION.format(folder=self.folder, plain=plain, tls=tls, body=BODY))
        self.process = subprocess.Popen(["nginx", "-p", self.folder, "-c", path], stderr=subprocess.DEVNULL)
        self.plain_port = plain
        self.plain_url, self.tls_url = f"http://127.0.0.1:{plain}/v0/user", f"https://127.0.0.1:{tls}/v0/user"
        self.models_url = f"https://127.0.0.1:{tls}/v1/models"
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

    def counted(self):
        """Bytes sent for each counted request so far, header included, TLS not."""
        # The one worker writes a request's line before it turns to the next: this answer comes after all lines.
        with socket.create_connection(("127.0.0.1", self.plain_port), timeout=10) as settle:
            settle.sendall(b"GET /v0/user HTTP/1.0\r\n\r\n")
            while settle.recv(65536):
                pass
        with open(os.path.join(self.folder, "models.log"), encoding="ascii") as log:
            return [int(line.split()[1]) for line in log]

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
