"""Two processes, one real Redis, one upstream: who asks the upstream how often, and what happens when Redis dies.

    shared_cache_test.py PROBE
"""
import collections
import http.server
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PROBE = ""


class Upstream(http.server.ThreadingHTTPServer):
    """Counts what is asked for, and takes its time."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, delay):
        super().__init__(("127.0.0.1", 0), Answer)
        self.delay, self.asked, self.lock = delay, collections.Counter(), threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with self.server.lock:
            self.server.asked[self.path] += 1
        time.sleep(self.server.delay)
        body = b"x" * 3000
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=60")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Redis:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.start()

    def start(self):
        self.process = subprocess.Popen(["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
                                         "--appendonly", "no", "--dir", self.folder], stdout=subprocess.DEVNULL)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Process:
    def __init__(self, port):
        self.process = subprocess.Popen([PROBE, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tell("up")
        assert self.result()["up"]

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def result(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(20)
        self.process.stdout.close()
        return code


class TwoProcesses(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.redis = Redis(folder.name)
        self.addCleanup(self.redis.kill)
        self.upstream = Upstream(0.05)
        self.addCleanup(self.upstream.server_close)
        self.addCleanup(self.upstream.shutdown)
        self.processes = []
        self.addCleanup(lambda: [process.process.kill() for process in self.processes])
        for _ in range(2):
            self.processes.append(Process(self.redis.port))

    def end_all(self):
        self.assertEqual([process.end() for process in self.processes], [0, 0])

    def test_a_hundred_first_requests_in_each_cost_one_upstream_request(self):
        for round_number in range(10):
            path = f"/models/{round_number}"
            for process in self.processes:
                process.tell(f"first {self.upstream.url}{path} 100")
            results = [process.result() for process in self.processes]
            self.assertEqual([(r["good"], r["failed"]) for r in results], [(100, 0), (100, 0)])
            self.assertEqual(self.upstream.asked[path], 1)
        self.assertEqual(sum(r["shared_hits"] for r in results), 10)
        self.end_all()

    def test_redis_killed_and_restarted_under_load_loses_no_request(self):
        self.upstream.delay = 0.002
        for process in self.processes:
            process.tell(f"load {self.upstream.url} 4000")
        time.sleep(1)
        self.redis.kill()
        time.sleep(1)
        self.redis.start()
        results = [process.result() for process in self.processes]
        for result in results:
            self.assertGreater(result["good"], 100)
            self.assertEqual(result["failed"], 0)
        for process in self.processes:
            process.tell("up")
            self.assertTrue(process.result()["up"], "it comes back by itself")
        for number, process in enumerate(self.processes):
            process.tell(f"first {self.upstream.url}/after 1")
            self.assertEqual(process.result()["good"], 1)
        self.assertEqual(self.upstream.asked["/after"], 1, "and is shared again")
        self.end_all()


if __name__ == "__main__":
    PROBE = os.path.abspath(sys.argv.pop())
    unittest.main()
