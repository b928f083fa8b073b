"""Transcripts and chapters as MCP resources: listed by pages, written when they are read."""

import re
from dataclasses import dataclass
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
from ui.state.conversation import Current

PAGE = 100  # resources; a podcast may have thousands of episodes
LISTED = "transcript.txt"  # for what reads: names, words, and times where they were measured
TEMPLATE = "nachgefragt://episodes/{podcast}/{number}/{file}"
NOT_FOUND = -32002  # as MCP has it
_URI = re.compile(r"nachgefragt://episodes/([^/]{1,900})/([0-9]{1,6})/([a-z]+\.[a-z]+)", re.ASCII)


def offer_resources(server: "Server[Any, Any]", current: Current) -> None:
    """Replace the resources of an MCP server, which Gradio makes of functions, by our own."""
    ours = _Resources(server, current)
    server.request_handlers[types.ListResourcesRequest] = ours.listed
    server.request_handlers[types.ListResourceTemplatesRequest] = ours.templates
    server.request_handlers[types.ReadResourceRequest] = ours.read


@dataclass(frozen=True, slots=True)
class _Resources:
    """The answers to what a client asks about resources."""

    server: "Server[Any, Any]"
    current: Current

    async def listed(self, request: types.ListResourcesRequest) -> types.ServerResult:
        """List some of the transcripts; the cursor is the number of those on earlier pages."""
        cursor = request.params.cursor if request.params else None
        if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 9):
            raise McpError(types.ErrorData(code=types.INVALID_PARAMS, message="cursor"))
        first = 0 if cursor is None else int(cursor)
        corpora = self.current().corpora
        spoken = ((corpus.podcast, one) for corpus in corpora for one in corpus if one.turns)
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
        after = str(first + PAGE) if next(spoken, None) else None
        return types.ServerResult(types.ListResourcesResult(resources=page, nextCursor=after))

    async def templates(self, _request: types.ListResourceTemplatesRequest) -> types.ServerResult:
        files = types.ResourceTemplate(
            uriTemplate=TEMPLATE,
            name="episode file",
            title="Transcript or chapters of an episode",
            description=f"`podcast` is a slug, `number` an episode's, `file` of {', '.join(FILES)}",
        )
        return types.ServerResult(types.ListResourceTemplatesResult(resourceTemplates=[files]))

    async def read(self, request: types.ReadResourceRequest) -> types.ServerResult:
        """Write a resource. Raises McpError with one line where there is none."""
        uri = request.params.uri
        match = _URI.fullmatch(str(uri))
        slug, number, name = match.groups() if match else ("", "0", "")
        show = self.current()
        try:
            text = await run_sync(episode_file, show, int(number), name, unquote(slug))
        except NachgefragtError as error:
            asking = self.server.request_context.request
            line = error.in_language(program_language(asking))
            raise McpError(types.ErrorData(code=NOT_FOUND, message=line)) from None
        file = types.TextResourceContents(uri=uri, mimeType=FILES[name].media_type, text=text)
        return types.ServerResult(types.ReadResourceResult(contents=[file]))
