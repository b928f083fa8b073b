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
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from gradio.block_function import BlockFunction
from mcp import types

from corpus.version import VERSION
from rag.errors import QuestionError
from ui.api.calls import BadCall, Window, arguments, caller_language
from ui.api.resources import offer_resources
from ui.api.schemas import RESULTS, schema

P = ParamSpec("P")
T = TypeVar("T")


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
    tools.mcp_server.version, tools.mcp_server.instructions = VERSION, INSTRUCTIONS
    offer_resources(tools.mcp_server, window.offered.current)
    tools.postprocess_output_data = _as_json  # type: ignore
    find = tools.get_block_fn_from_endpoint_name
    tools.get_block_fn_from_endpoint_name = lambda name: _whole(find(name))  # type: ignore
    handlers: dict[type, Any] = tools.mcp_server.request_handlers
    list_tools, call_tool = handlers[types.ListToolsRequest], handlers[types.CallToolRequest]

    async def listed(request: types.ListToolsRequest) -> types.ServerResult:
        answer: types.ServerResult = await list_tools(request)
        if isinstance(answer.root, types.ListToolsResult):
            for tool in answer.root.tools:
                tool.title = TITLES[tool.name]
                tool.annotations = types.ToolAnnotations(readOnlyHint=True, openWorldHint=False)
                tool.outputSchema = schema(tool.name)
        return answer

    async def called(request: types.CallToolRequest) -> types.ServerResult:
        try:
            _read(find(request.params.name), request.params)
        except QuestionError as error:
            asking = tools.mcp_server.request_context.request
            # An assistant that names no language asks in it.
            line = error.in_language(caller_language(asking, request.params.arguments))
            said = types.TextContent(type="text", text=line)
            return types.ServerResult(types.CallToolResult(content=[said], isError=True))
        answer: types.ServerResult = await call_tool(request)
        match answer.root:
            case types.CallToolResult(isError=False, content=[types.TextContent(text=text)]):
                answer.root.structuredContent = _structured(text)
        return answer

    handlers[types.ListToolsRequest], handlers[types.CallToolRequest] = listed, called


def _read(found: BlockFunction | None, call: types.CallToolRequestParams) -> None:
    """Put the arguments of a call in order. Raises QuestionError, in the line that HTTP has for it.

    What else validates them would quote what was sent.
    """
    if call.name not in RESULTS or found is None or found.fn is None:
        raise BadCall("name", " | ".join(RESULTS))
    read = arguments(found.fn, call.arguments or {})
    call.arguments = {name: value for name, value in read.items() if value is not None}


def _whole(found: BlockFunction | None) -> BlockFunction | None:
    """Call an endpoint past the queue and return only its final result."""
    if found is None or not found.queue:
        return found
    whole = copy(found)
    whole.queue = False
    if found.types_generator:
        whole.fn, whole.types_generator = _last(found.fn), False  # type: ignore
    return whole


def _last(growing: Callable[P, AsyncIterator[T]]) -> Callable[P, Awaitable[T]]:
    @wraps(growing)
    async def last(*given: P.args, **named: P.kwargs) -> T:
        results = [result async for result in growing(*given, **named)]
        if not results:
            raise gr.Error("Nobody waits any more.", print_exception=False)
        return results[-1]

    return last


def _as_json(output: list[Any], _root_url: str) -> list[Any]:
    [value] = output
    return [types.TextContent(type="text", text=json.dumps(value, ensure_ascii=False))]


def _structured(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {"result": value}
