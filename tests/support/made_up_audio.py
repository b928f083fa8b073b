"""A made-up recording, and a host that serves it in ranges as podcast hosts do."""

import io
import re
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SECONDS = 100
RATE = 4_000


def recording() -> bytes:
    """Silence as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * RATE * SECONDS)
    return file.getvalue()


@contextmanager
def audio_host() -> Iterator[tuple[str, list[str]]]:
    """The address of the recording and, as they come, the ranges that are asked for.

    As with podcast hosts, the address sends on to another host.
    """
    sound, asked = recording(), list[str]()

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/counted"):
                self.send_response(302)
                self.send_header("Location", f"http://localhost:{server.server_port}/brot.wav")
                self.end_headers()
                return
            wanted = self.headers.get("Range", "bytes=0-")
            asked.append(wanted)
            match = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted)
            assert match
            start, end = int(match[1]), min(int(match[2] or len(sound)), len(sound) - 1)
            self.send_response(206)
            self.send_header("Content-Type", "audio/wav")
            self.send_header("Accept-Ranges", "bytes")
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(sound)}")
            self.send_header("Content-Length", str(end - start + 1))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(sound[start : end + 1])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/counted/brot.wav", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
