"""What an MCP client learns of the server: its version, its tools' hints, its transcripts."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from mcp import ClientSession, McpError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import InitializeResult
from pydantic import AnyUrl

from corpus.exports.formats import FILES
from corpus.version import VERSION
from tests.support.asking import GRADIO_LEAVES, opened, small_pipeline
from tests.support.fakes import small_corpus
from ui.api import resources

pytestmark = GRADIO_LEAVES
Work = Callable[[ClientSession, InitializeResult], Awaitable[Any]]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with opened(small_corpus(), small_pipeline()) as url:
        yield url


def session(url: str, work: Work) -> Any:
    async def run() -> Any:
        async with (
            streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            return await work(session, await session.initialize())

    return asyncio.run(run())


def test_the_server_says_which_version_it_is_and_how_it_is_used(url: str) -> None:
    async def work(_: ClientSession, begun: InitializeResult) -> InitializeResult:
        return begun

    begun = session(url, work)
    assert begun.serverInfo.version == VERSION and "Nachgefragt" in begun.serverInfo.name
    assert "verbatim" in begun.instructions and "`ask`" in begun.instructions


def test_every_tool_has_a_title_and_changes_nothing(url: str) -> None:
    async def work(session: ClientSession, _: InitializeResult) -> Any:
        return (await session.list_tools()).tools

    tools = session(url, work)
    assert len(tools) == 4
    assert all(tool.title and tool.annotations.readOnlyHint for tool in tools)


def test_transcripts_are_resources(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "PAGE", 1)

    async def work(session: ClientSession, _: InitializeResult) -> Any:
        first = await session.list_resources()
        second = await session.list_resources(first.nextCursor)
        [template] = (await session.list_resource_templates()).resourceTemplates
        listed = [*first.resources, *second.resources]
        texts = [(await session.read_resource(one.uri)).contents[0].text for one in listed]
        vtt = AnyUrl("nachgefragt://episodes/werkstatt/2/transcript.vtt")
        texts.append((await session.read_resource(vtt)).contents[0].text)
        return listed, second.nextCursor, template, texts

    listed, more, template, texts = session(url, work)
    assert [one.title for one in listed] == [one.title for one in small_corpus()]
    assert more is None and template.uriTemplate == resources.TEMPLATE
    one, two = small_corpus().episodes
    named = ((one, "transcript.txt"), (two, "transcript.txt"), (two, "transcript.vtt"))
    assert texts == [FILES[name].write(episode) for episode, name in named]


@pytest.mark.parametrize(
    "uri",
    [
        "nachgefragt://episodes/werkstatt/9/transcript.vtt",
        "nachgefragt://episodes/garten/1/transcript.vtt",
        "nachgefragt://episodes/werkstatt/1/transcript.exe",
        "file:///etc/passwd",
    ],
)
def test_what_is_not_there_is_one_line(url: str, uri: str) -> None:
    async def work(session: ClientSession, _: InitializeResult) -> str:
        with pytest.raises(McpError) as failure:
            await session.read_resource(AnyUrl(uri))
        return str(failure.value)

    line = session(url, work)
    assert line and "\n" not in line and "Traceback" not in line
