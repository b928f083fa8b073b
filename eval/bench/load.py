"""Let many users ask one window for a minute: `python -m eval load`.

The window is started as a user would. Half of the users ask in it, by the events that its page
sends, half through its API; each thinks for some seconds before the next question. Users share
the machine with the window, so its answers are somewhat slower here than for users elsewhere.

With `--flood` another client asks and searches as fast as it can; with `--slow N`, N connections
begin a request and never end it. The users should hardly notice either. The window is told that it
is behind a proxy, so that each user and the flood have their own addresses.
"""

import argparse
import asyncio
import json
import os
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from corpus.cli import Parser, run
from corpus.errors import NachgefragtError
from eval.bench.flood import besieging
from eval.bench.latency import memory, window
from eval.dataset import QUESTIONS, load_examples

REQUEST_TIMEOUT = httpx.Timeout(120.0)
FINE = ("answer", "busy")
SETTLED, ANSWERED = 'class="exchange settled"', '<div class="answer '


@dataclass(frozen=True, slots=True)
class Ask:
    """One question that a user asked: how long it took, and the outcome."""

    through: str  # "window" or "api"
    seconds: float
    outcome: str  # "answer", "busy", or what went wrong


@dataclass(frozen=True, slots=True)
class Load:
    """The result of a run: what the users experienced and what it cost the window.

    `memory` is in MB: before, half way, after; `work` is in processor seconds; both are missing if
    the system does not tell. `flood` counts the HTTP statuses that the flooding client got.
    """

    users: int
    asks: tuple[Ask, ...]
    memory: tuple[float, ...] = ()
    work: float | None = None
    flood: Mapping[int, int] = field(default_factory=dict)
    slow: int = 0

    def count(self, outcome: str) -> int:
        """Count the questions with this outcome."""
        return sum(ask.outcome == outcome for ask in self.asks)

    @property
    def errors(self) -> dict[str, int]:
        """Count each error."""
        return dict(Counter(ask.outcome for ask in self.asks if ask.outcome not in FINE))

    def percentile(self, share: float, through: str | None = None) -> float:
        """Return the seconds within which this share (0–1) of the answers came.

        `through` restricts them to "window" or "api"; NaN without answers.
        """
        times = sorted(
            ask.seconds
            for ask in self.asks
            if ask.outcome == "answer" and through in (None, ask.through)
        )
        return times[min(int(share * len(times)), len(times) - 1)] if times else float("nan")


@dataclass(frozen=True, slots=True)
class Page:
    """The ids from the window's configuration that a page needs to ask."""

    composer: int
    event: int
    latest: int  # which of the event's outputs shows the exchange


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status: 0, or 1 if a question went wrong."""
    parser = Parser("python -m eval load", description=__doc__)
    parser.add_argument("--users", type=int, default=50, help="how many at once (50)")
    parser.add_argument("--seconds", type=float, default=60.0, help="for how long (60)")
    parser.add_argument("--every", type=float, default=4.0, help="seconds of thought (4)")
    parser.add_argument("--flood", action="store_true", help="one client asks without a pause")
    parser.add_argument("--slow", type=int, default=0, help="connections that hang (0)")
    return run(parser, arguments, _measure)


def _measure(options: argparse.Namespace) -> None:
    load = measure(options.users, options.seconds, options.every, options.flood, options.slow)
    print(table(load))
    if load.errors:
        raise NachgefragtError(f"{sum(load.errors.values())} questions went wrong.")


def measure(users: int, seconds: float, every: float, flood: bool = False, slow: int = 0) -> Load:
    """Start a window and let users ask for `seconds`, each every `every` seconds on average."""
    with window(**({"NACHGEFRAGT_PROXY": "127.0.0.1"} if flood else {})) as (url, process, _):
        return asyncio.run(crowd(url, users, seconds, every, process.pid, flood, slow))


async def crowd(
    url: str,
    users: int,
    seconds: float,
    every: float,
    pid: int | None = None,
    flood: bool = False,
    slow: int = 0,
) -> Load:
    """Let users ask the window at an address; given its process id, measure memory as well."""
    async with _visitor(url, 0) as client:
        page = await _page(client)
        for through in (_ask_window, _ask_api):
            await through(client, page, "warm-up", "Guten Morgen")
    sizes, before = [memory(pid, "VmRSS")], _work(pid)
    async with besieging(url, flood, slow) as got:
        end = time.monotonic() + seconds
        asking = [_user(url, page, number, end, every) for number in range(users)]
        crowd = asyncio.gather(*asking)
        await asyncio.sleep(seconds / 2)
        sizes.append(memory(pid, "VmRSS"))
        asks = tuple(ask for one in await crowd for ask in one)
        sizes.append(memory(pid, "VmRSS"))
        after = _work(pid)
    known = tuple(size for size in sizes if size is not None)
    work = None if before is None or after is None else after - before
    return Load(users, asks, known, work, dict(got), slow)


def _visitor(url: str, number: int) -> httpx.AsyncClient:
    """Make a client that has its own address, if the window trusts proxies."""
    # A server closes what was idle for five seconds, at times just when it is used again.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2.0)
    told = {"X-Forwarded-For": f"198.51.100.{number % 250}"}
    return httpx.AsyncClient(
        base_url=url, timeout=REQUEST_TIMEOUT, limits=limits, trust_env=False, headers=told
    )


def table(load: Load) -> str:
    """Format the figures and their targets as a Markdown table."""
    sizes = " → ".join(f"{size:.0f} MB" for size in load.memory) or "unknown"
    each = f"{load.work / max(1, len(load.asks)) * 1000:.0f} ms" if load.work else "unknown"
    rows = [
        ("questions asked", f"{len(load.asks)} by {load.users} users", ""),
        ("answered", f"{load.count('answer')}", ""),
        ("asked to come back", f"{load.count('busy')}", "0"),
        ("errors", "; ".join(f"{n} × {what}" for what, n in load.errors.items()) or "0", "0"),
        ("median", f"{load.percentile(0.5):.2f} s", ""),
        ("95th percentile", f"{load.percentile(0.95):.2f} s", "< 1.5 s"),
        ("95th percentile in the window", f"{load.percentile(0.95, 'window'):.2f} s", "< 1.5 s"),
        ("95th percentile through the API", f"{load.percentile(0.95, 'api'):.2f} s", "< 1.5 s"),
        ("99th percentile", f"{load.percentile(0.99):.2f} s", ""),
        ("processor time of the window per question", each, ""),
        ("memory of the window: before, half way, after", sizes, "stable"),
        ("connections that hang", f"{load.slow}", ""),
        ("what a flood got, by HTTP status", f"{dict(load.flood) or 'none'}", "mostly 429"),
    ]
    lines = [f"| {name} | {value} | {target} |" for name, value, target in rows]
    return "\n".join(["| what | measured | target |", "|---|---|---|", *lines])


async def _page(client: httpx.AsyncClient) -> Page:
    await _ready(client)
    config = (await client.get("config")).json()
    parts = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    composer = parts["composer"]
    event = next(d for d in config["dependencies"] if [composer, "submit"] in d["targets"])
    return Page(composer, event["id"], event["outputs"].index(parts["latest"]))


async def _ready(client: httpx.AsyncClient) -> None:
    # A minute is more than any start takes.
    for _ in range(600):
        try:
            if (await client.get("ready")).is_success:
                return
        except httpx.TransportError:
            pass  # nobody listens yet
        await asyncio.sleep(0.1)
    raise NachgefragtError("The window did not start within a minute.")


async def _user(url: str, page: Page, number: int, end: float, every: float) -> list[Ask]:
    chance = random.Random(number)
    questions = [example.question for example in load_examples(QUESTIONS)]
    name, ask = [("window", _ask_window), ("api", _ask_api)][number % 2]
    session = uuid.uuid4().hex  # as a page has one for as long as it is open
    asks: list[Ask] = []
    await asyncio.sleep(chance.uniform(0, every))
    async with _visitor(url, number) as client:
        while time.monotonic() < end:
            started = time.monotonic()
            try:
                outcome = await ask(client, page, session, chance.choice(questions))
            except (httpx.HTTPError, LookupError, ValueError) as error:
                outcome = f"{type(error).__name__}: {error}"[:200]
            asks.append(Ask(name, time.monotonic() - started, outcome))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * every)
    return asks


async def _ask_window(client: httpx.AsyncClient, page: Page, session: str, question: str) -> str:
    event = {
        "data": [[], None],  # what the page remembers; the server keeps the other
        "fn_index": page.event,
        "trigger_id": page.composer,
        "session_hash": session,
        "event_data": {"question": question, "serial": 1},
    }
    (await client.post("gradio_api/queue/join", json=event)).raise_for_status()
    async for _, message in _events(client, "gradio_api/queue/data", session_hash=session):
        if message.get("msg") == "process_completed":
            if not message["success"]:
                return str(message["output"].get("error") or "failed")
            exchange = message["output"]["data"][page.latest]
            if SETTLED not in exchange:
                return "an exchange that is not settled"
            return "answer" if ANSWERED in exchange else "busy"
    return "the stream ended early"


async def _ask_api(client: httpx.AsyncClient, page: Page, session: str, question: str) -> str:
    started = await client.post("gradio_api/call/ask", json={"data": [question, None, None, None]})
    started.raise_for_status()
    async for event, data in _events(client, f"gradio_api/call/ask/{started.json()['event_id']}"):
        if event == "complete":
            return "answer"
        if event == "error":
            return "busy" if data.get("title") == "Busy" else str(data.get("error"))
    return "the stream ended early"


async def _events(
    client: httpx.AsyncClient, path: str, **query: str
) -> AsyncIterator[tuple[str, Any]]:
    """Yield the name (or "") and the data of each server-sent event."""
    async with client.stream("GET", path, params=query) as response:
        response.raise_for_status()
        name = ""
        async for line in response.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "data":
                yield name, json.loads(value)
            name = value if field == "event" else name


def _work(pid: int | None) -> float | None:
    """Return the processor seconds of a process so far, or None if the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
