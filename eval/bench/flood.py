"""Simulates attackers: one client that asks without a pause, and connections that hang."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx

ADDRESS = "203.0.113.9"
AT_ONCE = 20  # requests that the client that floods has under way
BEGINNINGS = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{",
    b"",
)


@asynccontextmanager
async def besieging(url: str, flood: bool, slow: int) -> AsyncIterator[Counter[int]]:
    """Attack until the block ends; yields how often the flood got each HTTP status (0: none)."""
    got: Counter[int] = Counter()
    harm = [_hang(url, number) for number in range(slow)]
    async with httpx.AsyncClient(
        base_url=url, timeout=60, trust_env=False, headers={"X-Forwarded-For": ADDRESS}
    ) as client:
        harm += [_ask_on(client, number, got) for number in range(AT_ONCE if flood else 0)]
        tasks = [asyncio.ensure_future(one) for one in harm]
        try:
            yield got
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _ask_on(client: httpx.AsyncClient, number: int, got: Counter[int]) -> None:
    words = "Was sollte man nicht automatisieren? " * 25
    call = [("ask", [words, None, None, None]), ("search", [words, 50, None, None])][number % 2]
    while True:
        try:
            # Never read: the answer is worked out all the same.
            reply = await client.post(f"gradio_api/call/{call[0]}", json={"data": call[1]})
            got[reply.status_code] += 1
        except httpx.HTTPError:
            got[0] += 1


async def _hang(url: str, number: int) -> None:
    address = httpx.URL(url)
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(address.host, address.port)
            try:
                writer.write(BEGINNINGS[number % len(BEGINNINGS)])
                await reader.read()
            finally:
                writer.close()
        await asyncio.sleep(0.1)
