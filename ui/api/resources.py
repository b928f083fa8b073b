"""Transcripts and chapters as MCP resources: listed by pages, written when they are read."""

import re
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from anyio.to_thread import run_sync
from mcp import McpError, types
from mcp.server import Server
from pydantic import AnyUrl

from corpus import NachgefragtError
from corpus.exports.formats import FILES
from ui.api.calls import program_language
from ui.api.files import episode_file
from ui.state.conversation import Current, Show

PAGE = 100  # resources; a podcast may have thousands of episodes
LISTED = "transcript.txt"  # for what reads: names, words, and times where they were measured
TEMPLATE = "nachgefragt://episodes/{podcast}/{number}/{file}"
NOT_FOUND = -32002  # as MCP has it
_URI = re.compile(r"nachgefragt://episodes/([^/]{1,900})/([0-9]{1,6})/([a-z]+\.[a-z]+)", re.ASCII)


def offer_resources(server: "Server[Any, Any]", current: Current) -> None:
    """Replace the resources of an MCP server, which Gradio makes of functions, by our own."""

    async def listed(request: types.ListResourcesRequest) -> types.ServerResult:
        cursor = request.params.cursor if request.params else None
        return types.ServerResult(_page(current(), cursor))

    async def templates(_request: types.ListResourceTemplatesRequest) -> types.ServerResult:
        files = types.ResourceTemplate(
            uriTemplate=TEMPLATE,
            name="episode file",
            title="Transcript or chapters of an episode",
            description=f"`podcast` is a slug, `number` an episode's, `file` of {', '.join(FILES)}",
        )
        return types.ServerResult(types.ListResourceTemplatesResult(resourceTemplates=[files]))

    async def read(request: types.ReadResourceRequest) -> types.ServerResult:
        asking = server.request_context.request
        found = await run_sync(partial(_read, current(), request.params.uri, asking))
        return types.ServerResult(types.ReadResourceResult(contents=[found]))

    server.request_handlers[types.ListResourcesRequest] = listed
    server.request_handlers[types.ListResourceTemplatesRequest] = templates
    server.request_handlers[types.ReadResourceRequest] = read


def _page(show: Show, cursor: str | None) -> types.ListResourcesResult:
    """List some of the transcripts; the cursor is the number of those on earlier pages."""
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
        raise McpError(types.ErrorData(code=types.INVALID_PARAMS, message="cursor"))
    first = 0 if cursor is None else int(cursor)
    spoken = (
        (corpus.podcast, episode) for corpus in show.corpora for episode in corpus if episode.turns
    )
    page = [
        types.Resource(
            uri=AnyUrl(
                TEMPLATE.format(podcast=quote(podcast.slug), number=episode.number, file=LISTED)
            ),
            name=f"{podcast.slug}-{episode.number}",
            title=episode.title,
            description=f"Transcript of episode {episode.number} of {podcast.title}",
            mimeType=FILES[LISTED].media_type,
        )
        for podcast, episode in islice(spoken, first, first + PAGE)
    ]
    more = next(spoken, None) is not None
    return types.ListResourcesResult(resources=page, nextCursor=str(first + PAGE) if more else None)


def _read(show: Show, uri: AnyUrl, asking: object) -> types.TextResourceContents:
    """Write a resource. Raises McpError with one line where there is none."""
    match = _URI.fullmatch(str(uri))
    try:
        slug, number, name = match.groups() if match else ("", "0", "")
        text = episode_file(show, int(number), name, unquote(slug))
    except NachgefragtError as error:
        line = error.in_language(program_language(asking))
        raise McpError(types.ErrorData(code=NOT_FOUND, message=line)) from None
    return types.TextResourceContents(uri=uri, mimeType=FILES[name].media_type, text=text)
