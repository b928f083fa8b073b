"""The MCP tools with titles, hints and typed, whole results, which Gradio's server knows not of.

Gradio describes a tool's arguments only and writes what it returns as Python would. Both handlers
are wrapped: the list of tools gets what it lacks, a call's result its JSON and, as MCP prescribes
beside a schema, the same as structured content.

What grows Gradio calls through its queue and a client of itself, whose requests time out where
many ask at once. A tool returns but once: here the function is called and waited for.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias

import gradio as gr
from gradio.block_function import BlockFunction
from mcp import types
from mcp.server import Server

from corpus.version import VERSION
from rag.errors import QuestionError
from ui.api.calls import BadCall, Window, arguments, caller_language
from ui.api.resources import offer_resources
from ui.api.schemas import RESULTS, schema

Handler: TypeAlias = Callable[[Any], Awaitable[types.ServerResult]]

# Of programs, whose users may speak any language: in English, as are the tools' descriptions.
TITLES = {
    "ask": "Ask the podcast",
    "search": "Find passages",
    "episodes": "List episodes, read one",
    "podcasts": "List podcasts",
}
INSTRUCTIONS = (
    "Answers questions about what is said in podcasts, with verbatim quotes. Use `ask` for a "
    "question and `search` for the passages about something; both take German and English. Quote "
    "only what stands in `quote` or `text`, with speaker, episode and time, and give its `url`, "
    "which opens the transcript there. Where `grounded` is false the podcast does not say it: say "
    "so, and do not answer from elsewhere. Times are seconds; one with an `uncertainty` is "
    "estimated. `episodes` lists the episodes, by whose numbers the others can be narrowed down, "
    "as by a speaker's name or a part of it; whole transcripts are resources."
)


def complete_tools(window: Window) -> None:
    """Give the MCP server of a window that has been launched what Gradio's lacks."""
    tools = window.mcp_server_obj
    if tools is None:
        return
    server = tools.mcp_server
    server.version, server.instructions = VERSION, INSTRUCTIONS
    offer_resources(server, window.offered.current)
    handlers: dict[type, Any] = server.request_handlers
    listed, called = handlers[types.ListToolsRequest], handlers[types.CallToolRequest]
    ours = _Tools(server, tools.get_block_fn_from_endpoint_name, listed, called)
    tools.postprocess_output_data = ours.as_json  # type: ignore
    tools.get_block_fn_from_endpoint_name = ours.whole  # type: ignore
    handlers[types.ListToolsRequest] = ours.listed
    handlers[types.CallToolRequest] = ours.called


@dataclass(frozen=True, slots=True)
class _Tools:
    """The handlers in place of Gradio's own, which they call in turn."""

    server: "Server[Any, Any]"
    find: Callable[[str], BlockFunction | None]
    list_tools: Handler
    call_tool: Handler

    async def listed(self, request: types.ListToolsRequest) -> types.ServerResult:
        answer = await self.list_tools(request)
        if isinstance(answer.root, types.ListToolsResult):
            for tool in answer.root.tools:
                tool.title = TITLES[tool.name]
                tool.annotations = types.ToolAnnotations(readOnlyHint=True, openWorldHint=False)
                tool.outputSchema = schema(tool.name)
        return answer

    async def called(self, request: types.CallToolRequest) -> types.ServerResult:
        call = request.params
        found = self.find(call.name)
        try:
            if call.name not in RESULTS or found is None or found.fn is None:
                raise BadCall("name", " | ".join(RESULTS))
            # What else validates them would quote what was sent.
            read = arguments(found.fn, call.arguments or {})
        except QuestionError as error:
            asking = self.server.request_context.request
            # An assistant that names no language asks in it.
            line = error.in_language(caller_language(asking, call.arguments))
            said = types.TextContent(type="text", text=line)
            return types.ServerResult(types.CallToolResult(content=[said], isError=True))
        call.arguments = {name: value for name, value in read.items() if value is not None}
        answer = await self.call_tool(request)
        match answer.root:
            case types.CallToolResult(isError=False, content=[types.TextContent(text=text)]):
                value = json.loads(text)
                whole = value if isinstance(value, dict) else {"result": value}
                answer.root.structuredContent = whole
        return answer

    def whole(self, name: str) -> BlockFunction | None:
        """Find an endpoint that is called past the queue and returns only its final result."""
        found = self.find(name)
        if found is None or not found.queue:
            return found
        whole = copy(found)
        whole.queue = False
        if not found.types_generator:
            return whole
        growing: Callable[..., AsyncIterator[Any]] = found.fn  # type: ignore

        @wraps(growing)
        async def last(*given: object, **named: object) -> object:
            results = [result async for result in growing(*given, **named)]
            if not results:
                raise gr.Error("Nobody waits any more.", print_exception=False)
            return results[-1]

        whole.fn, whole.types_generator = last, False
        return whole

    def as_json(self, output: list[Any], _root_url: str) -> list[Any]:
        """Write a result."""
        [value] = output
        return [types.TextContent(type="text", text=json.dumps(value, ensure_ascii=False))]
