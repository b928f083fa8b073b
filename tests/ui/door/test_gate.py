"""The gate as the internet meets it: a real server, and whatever somebody may send to it."""

import asyncio
import http.client
import json
import logging
import resource
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from ipaddress import ip_network
from threading import Event
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from gradio import processing_utils
from langchain_core.runnables import Runnable, RunnableLambda

from corpus import Corpus
from eval.bench.load import ANSWERED
from rag.settings import Reach
from rag.types import Answer, Citation, Question, Quote, Scope
from tests.support.asking import (
    GRADIO_LEAVES,
    api_asks,
    opened,
    quotes,
    small_pipeline,
    word_search,
)
from tests.support.fakes import small_corpus
from tests.ui.test_load import steps
from tests.ui.test_window import call_tools
from ui import build_window, open_door
from ui.door import gate, server
from ui.door.clients import AT_ONCE, IN_LINE, PER_MINUTE
from ui.door.routes import MEMORY, ROUTES, route_of
from ui.serve import _mounted
from ui.state.browser_storage import MOST, kept
from ui.state.conversation import Exchange, Show
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
FILE = {"path": "http://93.184.216.34/a.png", "meta": {"_type": "gradio.FileData"}}
ASK = "Warum federt Esche?"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with opened(small_corpus(), small_pipeline()) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


# What a body may be


@pytest.mark.parametrize("route", [route for route in ROUTES if route.most], ids=lambda r: r.name)
def test_no_route_takes_a_body_without_end(client, route):
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b'"' + b"x" * 1_000_000

    before = peak_memory()
    for body in (endless(), b'{"data": ["' + b"x" * 20_000_000 + b'"]}'):
        reply = client.post(route.name, content=body)
        assert reply.status_code == 413 and "bytes" in reply.json()["detail"]
    # 20 MB are the test's own. A body of 100 MB took 17 GB.
    assert peak_memory() - before < 200


def peak_memory() -> float:
    """The largest resident size so far in MB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1e6 if sys.platform == "darwin" else 1e3)


@pytest.mark.parametrize("bomb", [b"[" * 60_000, b"[" + b"[]," * 20_000 + b"[]]"])
def test_bombs_cost_nothing(client, bomb):
    for path in ("gradio_api/call/ask", "gradio_api/queue/join", "gradio_api/mcp/"):
        assert client.post(path, content=bomb).status_code in (400, 413)


def test_a_whole_conversation_fits():
    """40 exchanges as long as a language model may write them, with all that they cite."""
    corpus = small_corpus()
    weight = len(json.dumps(kept((wordy(corpus),) * MOST), ensure_ascii=False).encode())
    assert 500_000 < weight < MEMORY * 0.8
    body = {"data": [kept((wordy(corpus),) * MOST), None], "event_data": {"question": "x" * 20_000}}
    from ui.door.bodies import check_json

    check_json(json.dumps(body).encode())


def wordy(corpus: Corpus) -> Exchange:
    """12,000 characters are what a language model may say, 12 sentences cite 3 passages each."""
    source = replace(quotes(corpus)[0])
    cited = tuple(Citation(number, source) for number in range(1, 37))
    question = "Größe? " * 140
    answer = Answer(question, question, "de", "Süß, " * 2_400, True, "ollama:qwen3:8b", cited)
    beside: tuple[Quote, ...] = (source,) * 4
    return Exchange(question, Scope(), answer, beside, (question,) * 4, settled=True)


# What is there


def test_every_route_of_gradio_is_known_or_refused(client):
    """A new version of Gradio opens nothing."""
    show = Show(small_corpus(), small_pipeline(), word_search(small_corpus()))
    window = build_window(lambda: show)
    _, app = _mounted(window)
    routers = [getattr(route, "original_router", None) for route in app.routes]
    routes = [*app.routes, *(route for router in routers if router for route in router.routes)]
    paths = {route.path for route in routes if isinstance(route, APIRoute)}
    assert {"/gradio_api/upload", "/gradio_api/file={path_or_url:path}", "/config"} <= paths
    there = {path for path in paths if route_of(path.replace("{session_hash}", "x"))}
    assert there == {
        *("/", "/config", "/theme.css", "/favicon.ico", "/robots.txt"),
        *("/gradio_api/app_id", "/gradio_api/heartbeat/{session_hash}", "/gradio_api/info"),
        *("/gradio_api/queue/join", "/gradio_api/queue/data"),
        *("/gradio_api/cancel", "/gradio_api/reset"),
    }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(
            ("POST", f"gradio_api/{name}")
            for name in ("upload", "run/ask", "run/search", "api/ask")
        ),
        *(("POST", f"gradio_api/{name}") for name in ("component_server", "stream/x", "login")),
        *(("POST", f"gradio_api/{name}") for name in ("call/v2/ask", "call/reply", "vibe-edit")),
        *(("GET", f"gradio_api/{name}") for name in ("upload", "upload_progress", "dev/reload")),
        *(("GET", f"gradio_api/{name}") for name in ("file=/etc/passwd", "file/etc/passwd")),
        *(("GET", f"gradio_api/{name}") for name in ("proxy=http://a.hf.space", "openapi.json")),
        *(("GET", f"gradio_api/{name}") for name in ("startup-events", "runs", "token", "user")),
        *(("GET", f"gradio_api/{name}") for name in ("mcp/sse", "mcp/schema", "vibe-code/")),
        *(("GET", name) for name in ("docs", "redoc", "openapi.json", "monitoring", "login")),
        *(("GET", name) for name in ("manifest.json", "pwa_icon", "logout", "file=/etc/passwd")),
        *(("GET", name) for name in ("assets/../config", "assets/%2e%2e/x", "static/img/x.png")),
        *(("GET", name) for name in ("/", "/config", "config/", "%2Fconfig", "Config")),
    ],
)
def test_nothing_else_is_there(url, method, path):
    status, _, body = raw(url, method, f"/{path}")
    assert status == 404 and json.loads(body) == {"detail": "There is nothing here."}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("POST", path) for path in ("/", "/config", "/assets/x.js", "/gradio_api/queue/data")),
        *(("GET", f"/gradio_api/{name}") for name in ("mcp/", "queue/join", "call/ask")),
        *((method, "/") for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")),
        *((method, "/gradio_api/call/ask") for method in ("HEAD", "PUT", "OPTIONS")),
    ],
)
def test_nothing_else_is_done(url, method, path):
    assert raw(url, method, path)[0] == 405


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("gradio_api/call/episodes", {"data": [FILE]}),
        ("gradio_api/call/search", {"data": [FILE, 3, None, None]}),
        ("gradio_api/call/ask", {"data": ["?", [[FILE]], None, None]}),
        ("gradio_api/queue/join", {"data": [FILE], "fn_index": 0, "session_hash": "x"}),
        ("gradio_api/run/predict", {"data": [[FILE]], "fn_index": 0, "session_hash": "x"}),
        ("gradio_api/mcp/", {"jsonrpc": "2.0", "params": {"arguments": {"number": FILE}}}),
    ],
)
def test_nobody_makes_the_server_fetch_a_file(client, monkeypatch, path, body):
    fetched: list[Any] = []
    for name in ("async_ssrf_protected_download", "save_url_to_cache", "async_move_files_to_cache"):
        if hasattr(processing_utils, name):
            monkeypatch.setattr(processing_utils, name, lambda *given, **_: fetched.append(given))
    reply = client.post(path, json=body, headers={"accept": "application/json, text/event-stream"})
    assert reply.status_code == 400 and "files" in reply.json()["detail"]
    assert fetched == []


# Under which name


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/assets/x.js"])
def test_a_foreign_name_is_not_answered_to(url, path):
    status, headers, body = raw(url, "GET", path, host="evil.example")
    assert status == 421 and "NACHGEFRAGT_PUBLIC_URL" in json.loads(body)["detail"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["call/ask", "call/search", "mcp/", "queue/join", "run/predict"])
def test_a_foreign_page_may_not_ask(client, path):
    body = {"data": [ASK, None, None, None]}
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        reply = client.post(f"gradio_api/{path}", json=body, headers={"origin": origin})
        assert reply.status_code == 403
        assert "access-control-allow-origin" not in reply.headers
    assert client.post(f"gradio_api/{path}", json=body, headers={"host": "a.b"}).status_code == 421


def test_mcp_answers_our_own_page_and_programs(client, url):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    for origin in ({}, {"origin": url.rstrip("/")}):
        reply = client.post("gradio_api/mcp/", json=body, headers=accept | origin)
        assert reply.status_code == 200 and "verbatim quotes" in reply.text


def test_who_forwards_is_not_believed_unasked(client, url):
    told = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    told |= {"x-gradio-server": "https://evil.example"}
    assert client.get("config", headers=told).json()["root"] == url.rstrip("/")


# What the browser is told


@pytest.mark.parametrize(
    "path", ["/", "/assets/x.js", "/nothing", "/gradio_api/call/ask", "/ready"]
)
def test_every_response_has_the_headers(url, path):
    _, headers, _ = raw(url, "GET", path)
    assert "frame-ancestors 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_sites_that_may_show_the_window():
    reach = Reach(embed=("https://podcast.example", "https://*.example.org"))
    with opened(small_corpus(), small_pipeline(), reach=reach) as url:
        _, headers, _ = raw(url, "GET", "/")
    allowed = "frame-ancestors 'self' https://podcast.example https://*.example.org;"
    assert allowed in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert headers["content-security-policy"].count("frame-ancestors") == 1


# Slow ones


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A window that waits for half a second."""
    monkeypatch.setattr(server, "HEADER_SECONDS", 0.5)
    monkeypatch.setattr(server, "READING_SECONDS", 0.5)
    monkeypatch.setattr("ui.door.bodies.SECONDS", 0.5)
    with opened(small_corpus(), small_pipeline()) as url:
        yield url


def connection(url: str) -> socket.socket:
    address = httpx.URL(url)
    return socket.create_connection((address.host, address.port), timeout=20)


def raw(
    url: str, method: str, path: str, host: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    """A request whose path and host are sent as they stand."""
    address = httpx.URL(url)
    line = http.client.HTTPConnection(address.host, address.port, timeout=20)
    try:
        line.putrequest(method, path, skip_host=True)
        line.putheader("Host", host or f"{address.host}:{address.port}")
        line.putheader("Content-Length", "0")
        line.endheaders()
        reply = line.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, headers, reply.read()
    finally:
        line.close()


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b"\r\n"],
    ids=["nothing", "line", "header", "newline"],
)
def test_a_request_that_does_not_begin_is_given_up(hurried, begun):
    with connection(hurried) as line:
        line.sendall(begun)
        assert line.recv(100) in (b"", b"HTTP/1.1 400 Bad Request"[:100])


def test_drops_of_a_header_do_not_count_as_haste(hurried):
    with connection(hurried) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        with pytest.raises(OSError):  # noqa: PT011 – reset or broken pipe
            while time.monotonic() - started < 15:
                line.sendall(b"X: y\r\n")
                time.sleep(0.05)
        assert time.monotonic() - started < 10


def test_the_next_request_on_a_connection_has_its_time_too(hurried):
    with connection(hurried) as line:
        for _ in range(2):
            line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200 OK" in line.recv(10_000)
        line.sendall(b"GET /health HTTP/1.1\r\nX: ")
        assert line.recv(100) == b""


def test_headers_without_end(monkeypatch):
    """It is not their deadline that ends them."""
    monkeypatch.setattr(server, "HEADER_SECONDS", 3600)
    with opened(small_corpus(), small_pipeline()) as url, connection(url) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):  # noqa: PT011
            for _ in range(5_000):
                line.sendall(b"X: " + b"y" * 10_000 + b"\r\n")


def test_a_body_in_drops_is_given_up(hurried):
    with connection(hurried) as line:
        line.sendall(b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: localhost\r\n")
        line.sendall(b"Content-Length: 50\r\n\r\n{")
        reply = line.recv(10_000)
    assert reply.startswith(b"HTTP/1.1 408 ") and b"connection: close" in reply


def test_who_does_not_read_is_given_up(hurried):
    with connection(hurried) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(400):
            line.sendall(b"GET /config HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(2)
        with pytest.raises(OSError):  # noqa: PT011
            for _ in range(200):
                line.sendall(b"GET /config HTTP/1.1\r\nHost: localhost\r\n\r\n")
                time.sleep(0.02)
    assert httpx.get(f"{hurried}health", trust_env=False).is_success


def test_one_client_has_so_many_connections(monkeypatch):
    monkeypatch.setattr(server, "OF_ONE", 5)
    monkeypatch.setattr("ui.door.clients.is_here", lambda address: False)
    with opened(small_corpus(), small_pipeline()) as url:
        held = [connection(url) for _ in range(5)]
        with connection(url) as one_more:
            assert hung_up(one_more)
        for line in held:
            line.close()
        wait_for(lambda: raw_or_none(url) == 200)


def hung_up(line: socket.socket) -> bool:
    try:
        return line.recv(100) == b""
    except OSError:
        return True


def raw_or_none(url: str) -> int | None:
    try:
        return raw(url, "GET", "/health")[0]
    except OSError:
        return None


def wait_for(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


# One for all


def slow_pipeline(goes_on: Event) -> Runnable[Question, Answer]:
    answering = small_pipeline()

    def answer(question: Question) -> Answer:
        if "langsam" in question.text:
            goes_on.wait(60)
        return answering.invoke(question)

    return RunnableLambda(answer)


JOIN = "gradio_api/queue/join"
PROXIED = Reach(proxies=(ip_network("127.0.0.1"),))


def start(client: httpx.Client, address: str, text: str = ASK) -> httpx.Response:
    body = {"data": [text, None, None, None]}
    return client.post(
        "gradio_api/call/ask", json=body, headers={"x-forwarded-for": f"1.2.3.4, {address}"}
    )


def outcome(client: httpx.Client, started: httpx.Response) -> str:
    number = started.json()["event_id"]
    with client.stream("GET", f"gradio_api/call/ask/{number}") as events:
        return "".join(events.iter_text())


def test_who_asks_a_lot_leaves_places_for_others():
    goes_on = Event()
    with (
        opened(small_corpus(), slow_pipeline(goes_on), reach=PROXIED, waiting=20) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        floods = [start(client, "203.0.113.9", f"{ASK} langsam") for _ in range(AT_ONCE)]
        said = outcome(client, floods[-1])
        assert json.loads(said.split("data: ")[-1])["error"] == GERMAN.overdone.format(seconds=5)
        goes_on.set()
        others = [start(client, f"198.51.100.{number}") for number in range(12)]
        assert all("event: complete" in outcome(client, one) for one in others)
        answered = ["event: complete" in outcome(client, one) for one in floods[:-1]]
    assert sum(answered) == IN_LINE


def test_so_many_a_minute():
    reach = replace(PROXIED, questions_per_minute=3)
    with (
        opened(small_corpus(), small_pipeline(), reach=reach) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        replies = [start(client, "2001:db8::1") for _ in range(3)]
        # A household has as many addresses of IPv6 as it likes.
        replies += [start(client, f"2001:db8:0:{number}::1") for number in (0, 1)]
        assert [reply.status_code for reply in replies] == [200, 200, 200, 429, 200]
        assert all("event: complete" in outcome(client, one) for one in replies[:3])
        assert 0 < int(replies[3].headers["retry-after"]) <= 60
        wait = int(replies[3].headers["retry-after"])
        assert replies[3].json()["detail"] == ENGLISH.overdone.format(seconds=wait)


def test_the_page_counts_as_well():
    reach = replace(PROXIED, questions_per_minute=2)
    with opened(small_corpus(), small_pipeline(), reach=reach) as url:
        asked = [list(steps(url))[-1] for _ in range(3)]
    assert [ANSWERED in one for one in asked] == [True, True, False]
    assert GERMAN.overdone.partition("{")[0] in asked[-1]


def test_programs_of_all_kinds_are_counted(monkeypatch):
    reach = Reach(questions_per_minute=2)
    with opened(small_corpus(), small_pipeline(), reach=reach) as url:
        assert ASK in api_asks(url, ASK)
        results = asyncio.run(call_tools(url, [("ask", {"question": ASK})] * 2))[1]
    assert [result.isError for result in results] == [False, True]
    assert GERMAN.overdone.partition("{")[0] in results[1].content[0].text


def test_events_are_counted_before_gradio_has_any_work():
    reach = replace(PROXIED, questions_per_minute=1)
    with (
        opened(small_corpus(), small_pipeline(), reach=reach) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):

        def reset(address: str) -> int:
            told = {"x-forwarded-for": address}
            reply = client.post("gradio_api/reset", json={"event_id": "x"}, headers=told)
            return reply.status_code

        statuses = [reset("203.0.113.9") for _ in range(gate.PER_QUESTION + 1)]
        assert statuses == [200] * gate.PER_QUESTION + [429]
        assert reset("203.0.113.10") == 200


def test_what_is_heavy_counts_as_several():
    reach = replace(PROXIED, questions_per_minute=3)
    told = {"x-forwarded-for": "203.0.113.9", "content-type": "application/json"}
    body = b'{"data": [["' + b"x" * (5 * gate.HEAVY) + b'"]], "fn_index": 0, "session_hash": "y"}'

    def in_pieces() -> Iterator[bytes]:
        yield body  # how much it is, nobody says

    with (
        opened(small_corpus(), small_pipeline(), reach=reach) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False, headers=told) as client,
    ):
        statuses = [client.post(JOIN, content=body).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]  # six of twelve each
        told["x-forwarded-for"] = "203.0.113.10"
        statuses = [
            client.post(JOIN, content=in_pieces(), headers=told).status_code for _ in range(2)
        ]
    assert statuses == [200, 429]


def test_this_machine_itself_is_not_counted_unless_told(client, url):
    assert all(start(client, "x").status_code == 200 for _ in range(PER_MINUTE + 5))


# How it is


def test_health_and_readiness():
    with open_door("127.0.0.1", 0) as door, httpx.Client(base_url=door.url) as client:
        assert client.get("health").json() == {"status": "ok"}
        early = client.get("ready")
        assert (early.status_code, early.json()) == (503, {"status": "starting"})
        page = client.get("")
        assert page.status_code == 503 and page.headers["retry-after"] == page.headers["refresh"]
        corpus = small_corpus()
        show = Show(corpus, small_pipeline(), word_search(corpus))
        door.show(build_window(lambda: show), corpus)
        assert client.get("ready").json() == {"status": "ready"}
        assert client.get("").is_success
        # Whoever asks for the state may know us by any name.
        assert client.get("ready", headers={"host": "10-1-2-3.pod.cluster.local"}).is_success


def test_answers_under_way_may_end_and_open_pages_are_not_waited_for():
    goes_on, said = Event(), []

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            said.append(outcome(client, start(client, "x", f"{ASK} langsam")))

    def leave(url: str) -> None:
        wait_for(lambda: raw_or_none(url) is None)  # nobody is let in any more
        time.sleep(1)
        goes_on.set()

    with ThreadPoolExecutor() as pool:
        with opened(small_corpus(), slow_pipeline(goes_on)) as url:
            page = connection(url)
            page.sendall(b"GET /gradio_api/heartbeat/x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"ALIVE" in page.recv(10_000) + page.recv(10_000)
            asked = pool.submit(ask, url)
            time.sleep(1)  # it has been taken in
            leaving = pool.submit(leave, url)
            began = time.monotonic()
        assert time.monotonic() - began < server.DRAIN_SECONDS - 5
        leaving.result()
        asked.result()
    page.close()
    assert "event: complete" in said[0] and ASK in said[0]


def test_a_line_for_each_request_says_nothing_of_what_was_asked(client, caplog):
    secret = "GEHEIMFRAGE"
    caplog.set_level(logging.INFO, logger="ui.door.gate")
    outcome(client, start(client, "x", secret))
    client.get(f"?question={secret}")
    client.get(secret)
    client.post("gradio_api/call/search", content=secret)
    # The last line is written when the client already has its answer.
    wait_for(lambda: len(caplog.records) == 5)
    lines = [
        json.loads(record.message) for record in caplog.records if record.name == "ui.door.gate"
    ]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/gradio_api/call/ask", 200),
        ("GET", "/gradio_api/call/…/…", 200),
        ("GET", "/", 200),
        ("GET", "none", 404),
        ("POST", "/gradio_api/call/search", 400),
    ]
    assert all(line.keys() == {"method", "route", "status", "ms"} for line in lines)
    assert secret not in caplog.text


def test_it_is_quiet_by_itself(client, caplog, capfd):
    client.get("nothing")
    assert caplog.records == [] and capfd.readouterr() == ("", "")
