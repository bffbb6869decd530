"""Meets a preview server as a browser does: start to first page, and save to reload."""

import base64
import http.client
import json
import os
import socket
import struct
import subprocess
import time
import typing

PATIENCE = 120  # seconds


class Preview:
    """A running preview server, and how long it took from its start to its first whole page."""

    def __init__(self, arguments, page):
        self.port = free_port()
        arguments = [str(argument).replace("PORT", str(self.port)) for argument in arguments]
        start = time.perf_counter()
        self.child = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while True:
            try:
                if b"</html>" in self.get(page).lower():
                    break
            except (ConnectionError, http.client.HTTPException):
                pass
            if self.child.poll() is not None or time.perf_counter() - start > PATIENCE:
                self.stop()
                raise SystemExit(f"{' '.join(arguments)}: no page was served")
            time.sleep(0.0005)
        self.seconds = time.perf_counter() - start

    def get(self, page):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", page)
            return connection.getresponse().read()
        finally:
            connection.close()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def stop(self):
        self.child.kill()
        self.child.wait()


class Save(typing.NamedTuple):
    told: float  # seconds from the save to the word that the page is to be loaded again
    served: float  # seconds from the save to the whole new page


def save(preview, told, page, write, text):
    """Saves a file with `write` and waits until `told` returns and `page` holds `text`."""
    start = time.perf_counter()
    write()
    while True:
        told()
        at = time.perf_counter() - start
        if text.encode() in preview.get(page):
            return Save(at, time.perf_counter() - start)
        if at > PATIENCE:
            raise SystemExit(f"{page} never showed what was saved")


class TerawangEvents:
    """The stream of reports of a page (server-sent events)."""

    def __init__(self, preview, page):
        self.socket = preview.connect()
        where = page.replace("/", "%2F")
        self.socket.sendall(
            f"GET /__terawang/events?page={where} HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\n\r\n".encode()
        )
        self.lines = self.socket.makefile("rb")
        self.wait()  # the report of what is shown now

    def wait(self):
        for line in self.lines:
            if line.startswith(b"data: "):
                report = json.loads(line.removeprefix(b"data: "))
                if report["errors"]:
                    raise SystemExit(f"the preview found errors: {report['findings']}")
                return
        raise SystemExit("the preview closed the stream of reports")


class HugoReloads:
    """Hugo's live reload (a WebSocket)."""

    def __init__(self, preview):
        self.socket = preview.connect()
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{preview.port}\r\nOrigin: http://127.0.0.1:{preview.port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        self.stream = self.socket.makefile("rb")
        while self.stream.readline() not in (b"\r\n", b""):
            pass
        self.send({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]})
        self.wait("hello")

    def send(self, message):
        text = json.dumps(message, separators=(",", ":")).encode()  # Hugo looks for these very bytes
        mask = os.urandom(4)
        length = bytes([0x80 | len(text)]) if len(text) < 126 else struct.pack(">BH", 0xFE, len(text))
        self.socket.sendall(b"\x81" + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(text)))

    def wait(self, command="reload"):
        while True:
            head = self.stream.read(2)
            if len(head) < 2:
                raise SystemExit("Hugo closed its live reload")
            length = head[1] & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self.stream.read(2))
            text = self.stream.read(length)
            if head[0] & 0x0F == 1 and json.loads(text).get("command") == command:
                return


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]
