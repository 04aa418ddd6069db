"""A far-away server, modelled on loopback: a proxy that delays bytes, and a TLS server that thinks before it answers.

The proxy adds `ONE_WAY` seconds each way and nothing else: no loss, no limit of bandwidth, no slow start. Each direction of a
connection is a queue of (due time, bytes); what came at t leaves at t + ONE_WAY, in order, its end too. Loopback connects
at once, so the round trip of SYN and SYN-ACK is charged to what the client sends first: nothing that it sent is taken to
have left it before accept + 2 ONE_WAY. So a new connection costs one round trip for TCP, one for TLS 1.3, and each request
one, as between two real hosts; the client's few microseconds of work between connect and ClientHello are hidden in the
first of them, which favours a connection per request.

Both run in one thread with an event loop of its own. Its selector is select(), whose time-outs are microseconds; those of
epoll are rounded up to the next millisecond, which would be added to each hop.
"""
import asyncio
import selectors
import ssl
import threading


class Direction:
    """What goes one way through one connection of the proxy, late."""

    def __init__(self, loop, one_way, not_before, lateness):
        self.loop, self.one_way, self.not_before, self.lateness = loop, one_way, not_before, lateness
        self.queue, self.out, self.timer = [], None, None

    def take(self, chunk):
        """`chunk` is now on its way; None is the end."""
        left = max(self.loop.time(), self.not_before)
        self.queue.append((left + self.one_way, chunk))
        self.arm()

    def lead_to(self, transport):
        self.out = transport
        self.arm()

    def arm(self):
        if self.out and self.queue and not self.timer:
            self.timer = self.loop.call_at(self.queue[0][0], self.deliver)

    def deliver(self):
        self.timer = None
        while self.queue and self.queue[0][0] <= self.loop.time():
            due, chunk = self.queue.pop(0)
            self.lateness.append(self.loop.time() - due)
            if chunk is None:
                self.out.close()
            else:
                self.out.write(chunk)
        self.arm()


class Pipe(asyncio.Protocol):
    """One end of a proxied connection: what it receives goes to `direction`."""

    def __init__(self, direction, connected):
        self.direction, self.connected = direction, connected

    def connection_made(self, transport):
        self.connected(transport)

    def data_received(self, data):
        self.direction.take(data)

    def connection_lost(self, exc):
        self.direction.take(None)


class ThinkingServer(asyncio.Protocol):
    """Answers every GET after `think` seconds and counts whom it saw."""

    def __init__(self, distance):
        self.distance, self.pending = distance, b""

    def connection_made(self, transport):
        self.transport = transport
        self.distance.connections += 1
        if not transport.get_extra_info("ssl_object").session_reused:
            self.distance.full_handshakes += 1

    def data_received(self, data):
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            self.pending = self.pending.split(b"\r\n\r\n", 1)[1]
            self.distance.requests += 1
            self.distance.loop.call_later(self.distance.think, self.transport.write, self.distance.answer)


class Distance:
    """Proxy and server; `url` leads through both. `connections`, `full_handshakes` and `requests` are the server's count."""

    def __init__(self, certificate, key, body, one_way, think):
        self.one_way, self.think = one_way, think
        self.connections = self.full_handshakes = self.requests = 0
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.answer = (head + body).encode()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3
        self.context.load_cert_chain(certificate, key)
        self.loop = asyncio.SelectorEventLoop(selectors.SelectSelector())
        self.lateness = []  # seconds that the proxy added beyond what it models, for each chunk
        self.tasks = set()

    async def open(self):
        server = await self.loop.create_server(lambda: ThinkingServer(self), "127.0.0.1", 0, ssl=self.context)
        port = server.sockets[0].getsockname()[1]
        proxy = await self.loop.create_server(lambda: self.accept(port), "127.0.0.1", 0)
        self.url = f"https://127.0.0.1:{proxy.sockets[0].getsockname()[1]}/v0/user"

    def accept(self, port):
        there = Direction(self.loop, self.one_way, self.loop.time() + 2 * self.one_way, self.lateness)
        back = Direction(self.loop, self.one_way, 0, self.lateness)
        task = self.loop.create_task(self.loop.create_connection(lambda: Pipe(back, there.lead_to), "127.0.0.1", port))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return Pipe(there, back.lead_to)

    def count_from_zero(self):
        self.connections = self.full_handshakes = self.requests = 0

    def __enter__(self):
        self.loop.run_until_complete(self.open())
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
