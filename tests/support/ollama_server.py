"""A stand-in for an Ollama server on this machine: `POST /api/chat`, streamed as JSON lines.

As Ollama's docs/api.md describes it. What it says comes from a script or, through `forwarding`,
from a llama.cpp server, so that LangChain's Ollama package talks to a real model.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import httpx

Line = Mapping[str, Any] | float  # a pause in seconds
Respond = Callable[[Mapping[str, Any]], Iterator[Line]]
DONE: Mapping[str, Any] = {
    **{"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"},
    **{"total_duration": 9, "load_duration": 1, "prompt_eval_duration": 4, "eval_duration": 4},
    **{"prompt_eval_count": 100, "eval_count": 11},
}


class Refused(Exception):
    """The request fails with this status before anything is streamed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """Ollama's side of a chat."""

    respond: ClassVar[Respond]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        # Whoever asked may have gone.
        with suppress(BrokenPipeError, ConnectionResetError):
            if self.path == "/api/chat":
                self._chat(body)
            else:
                self._fail(404, "404 page not found")

    def _chat(self, body: Mapping[str, Any]) -> None:
        try:
            lines = type(self).respond(body)
            first = next(lines)
        except Refused as refused:
            self._fail(refused.status, str(refused))
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        self._write(first, body)
        for line in lines:
            self._write(line, body)

    def _write(self, line: Line, body: Mapping[str, Any]) -> None:
        if isinstance(line, float):
            time.sleep(line)
            return
        about = {"model": body["model"], "created_at": "2026-01-01T00:00:00.0Z"}
        self.wfile.write(json.dumps(about | dict(line)).encode() + b"\n")
        self.wfile.flush()

    def _fail(self, status: int, message: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"error": message}).encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def speaking_ollama(respond: Respond) -> Iterator[str]:
    """The address of a server that answers each request with the lines that `respond` gives."""
    handler = type("Speaking", (Handler,), {"respond": staticmethod(respond)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


def said(text: str) -> Mapping[str, Any]:
    """A line that carries a piece of the reply."""
    return {"message": {"role": "assistant", "content": text}, "done": False}


def forwarding(url: str) -> Respond:
    """What the OpenAI-compatible server at this address says."""

    def respond(body: Mapping[str, Any]) -> Iterator[Line]:
        asked = {
            "messages": body["messages"],
            "max_tokens": body["options"]["num_predict"],
            "temperature": body["options"]["temperature"],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        usage: Mapping[str, int] = {}
        with httpx.stream("POST", f"{url}/chat/completions", json=asked, timeout=60) as reply:
            for line in reply.iter_lines():
                event = line.removeprefix("data: ")
                if not event.startswith("{"):
                    continue
                chunk = json.loads(event)
                usage = chunk.get("usage") or usage
                for choice in chunk["choices"]:
                    yield said(choice["delta"].get("content") or "")
        counted = {"prompt_eval_count": usage["prompt_tokens"]}
        yield {**DONE, **counted, "eval_count": usage["completion_tokens"]}

    return respond
