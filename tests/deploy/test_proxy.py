"""Behind real reverse proxies, under a path, with the configurations that deploy/ holds."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from eval.bench.measured import free_port
from rag.settings import Reach
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.complaints import Complaints
from tests.support.fakes import small_corpus
from tests.support.places import ROOT
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
DEPLOY = ROOT / "deploy"
ASK = "Warum federt Esche?"
CONFIGURATION = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{ listen 127.0.0.1:{port}; {location} }}
}}
"""


def nginx(folder: Path, port: int, url: str) -> list[str]:
    """The command that lets nginx pass on to a window; its files are in the folder."""
    block = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "http://127.0.0.1:7860;" in block
    return nginx_with(folder, port, block.replace("http://127.0.0.1:7860;", f"{url.rstrip('/')};"))


def nginx_that_cuts(folder: Path, port: int, url: str) -> list[str]:
    """The same, but the window is asked without what stands before its paths."""
    block = (DEPLOY / "nginx.conf").read_text("utf-8")
    return nginx_with(folder, port, block.replace("http://127.0.0.1:7860;", f"{url};"))


def nginx_with(folder: Path, port: int, location: str) -> list[str]:
    program = installed("nginx", "nginx-light")
    configuration = CONFIGURATION.format(folder=folder, port=port, location=location)
    (folder / "nginx.conf").write_text(configuration)
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, port: int, url: str) -> list[str]:
    """The same for Caddy, which would otherwise get a certificate."""
    program = installed("caddy", "caddy")
    settings = {
        "PODCAST_SITE": f"http://podcast.localhost:{port}",
        "WINDOWS": url.removeprefix("http://").rstrip("/"),
        "HOME": str(folder),
    }
    # A page that is still open would keep it for a minute.
    alone = "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\tgrace_period 1s\n}\n"
    (folder / "Caddyfile").write_text(f"{alone}import {DEPLOY / 'Caddyfile'}\n")
    named = [f"{name}={value}" for name, value in (os.environ | settings).items()]
    run = [program, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    return ["env", *named, *run]


def installed(program: str, package: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"no {program} on this machine (Debian: apt install {package})")
    return found


@pytest.fixture(scope="module", params=[nginx, nginx_that_cuts, caddy])
def proxied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of a window behind a proxy, and its own."""
    proxy: Callable[[Path, int, str], list[str]] = request.param
    folder = tmp_path_factory.mktemp("proxy")
    port = free_port()
    # The name is no number, so that it is the setting that lets it in; the proxy drops its port.
    public = f"http://podcast.localhost:{port}/podcast"
    reach = Reach(public, (ip_network("127.0.0.1"),), questions_per_minute=20)
    with opened(small_corpus(), small_pipeline(), reach=reach) as url:
        command = proxy(folder, port, url)
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                wait_until_it_answers(port)
                yield f"{public}/", url
            finally:
                process.terminate()


def wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the proxy did not start")


def reached(public: str) -> tuple[str, dict[str, str]]:
    """As a program reaches a name that only browsers know to be this machine."""
    url = httpx.URL(public)
    return str(url.copy_with(host="127.0.0.1")), {"host": url.netloc.decode()}


def test_the_page_knows_where_it_is(proxied):
    public, url = proxied
    address, headers = reached(public)
    with httpx.Client(trust_env=False, headers=headers) as client:
        assert client.get(f"{address}config").json()["root"] == public.rstrip("/")
        # The proxy sends those who left out the slash to the right place.
        assert client.get(address.rstrip("/")).status_code in (301, 308)
        assert client.get(f"{address}nothing").status_code == 404
    # Who looks at it on the machine itself gets it as before.
    assert httpx.get(f"{url}config", trust_env=False).json()["root"] == url.rstrip("/")


def test_programs_are_answered(proxied):
    public, _ = proxied
    address, headers = reached(public)
    with httpx.Client(trust_env=False, headers=headers, timeout=60) as client:
        body = {"data": ["Esche federt", 2, None, None]}
        number = client.post(f"{address}gradio_api/call/search", json=body).json()["event_id"]
        assert "event: complete" in client.get(f"{address}gradio_api/call/search/{number}").text
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"accept": "application/json, text/event-stream"}
        tools = client.post(f"{address}gradio_api/mcp/", json=call, headers=accept)
        assert tools.status_code == 200 and "verbatim quotes" in tools.text


def test_readers_are_told_apart_by_what_the_proxy_says(proxied):
    """What a client itself says of where it comes from does not count."""
    address, headers = reached(proxied[0])

    def resets(reader: str, count: int) -> set[int]:
        transport = httpx.HTTPTransport(local_address=reader)
        with httpx.Client(transport=transport, headers=headers, timeout=60) as client:
            return {
                client.post(
                    f"{address}gradio_api/reset",
                    json={"event_id": "x"},
                    headers={"x-forwarded-for": f"203.0.113.{number}"},
                ).status_code
                for number in range(count)
            }

    assert resets("127.0.0.2", 84) == {200, 429}
    assert resets("127.0.0.3", 50) == {200}


@pytest.mark.browser
def test_a_reader_asks(proxied, browser: Browser) -> None:  # noqa: F811
    public, _ = proxied
    root = str(httpx.URL(public).join("/"))
    with browser.new_context(locale="de-DE") as context:
        page = context.new_page()
        seen = Complaints(page, known=(public, f"{root}favicon.ico"))
        page.goto(public)
        page.locator("html.arrived").wait_for()
        page.get_by_label(GERMAN.question, exact=True).fill(ASK)
        page.get_by_label(GERMAN.question, exact=True).press("Enter")
        expect(page.locator(".exchange.settled .answer")).to_be_visible(timeout=20_000)
        page.reload()
        expect(page.locator(".exchange.settled .answer")).to_be_visible(timeout=20_000)
        assert seen.foreign == []
        # Before it has read the page, a browser looks for the icon at the root of the host.
        assert [one for one in seen.lines if not one.endswith(f"{root}favicon.ico")] == []
