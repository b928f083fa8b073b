"""The MCP tools with typed and whole results, which Gradio's MCP server knows nothing of.

Gradio describes a tool's arguments only and writes what it returns as Python would. Both handlers
are wrapped: the list of tools gets each result's schema, a call's result its JSON and, as MCP
prescribes beside a schema, the same as structured content.

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

from ui.results import RESULTS, schema

P = ParamSpec("P")
T = TypeVar("T")


def type_results(window: gr.Blocks) -> None:
    """Give the tools of a window that has been launched their results' types."""
    tools = window.mcp_server_obj
    if tools is None:
        return
    tools.postprocess_output_data = _as_json  # type: ignore
    find = tools.get_block_fn_from_endpoint_name
    tools.get_block_fn_from_endpoint_name = lambda name: _whole(find(name))  # type: ignore
    handlers: dict[type, Any] = tools.mcp_server.request_handlers
    list_tools, call_tool = handlers[types.ListToolsRequest], handlers[types.CallToolRequest]

    async def listed(request: types.ListToolsRequest) -> types.ServerResult:
        answer: types.ServerResult = await list_tools(request)
        if isinstance(answer.root, types.ListToolsResult):
            for tool in answer.root.tools:
                tool.outputSchema = schema(tool.name) if tool.name in RESULTS else None
        return answer

    async def called(request: types.CallToolRequest) -> types.ServerResult:
        answer: types.ServerResult = await call_tool(request)
        match answer.root:
            case types.CallToolResult(isError=False, content=[types.TextContent(text=text)]):
                answer.root.structuredContent = _structured(text)
        return answer

    handlers[types.ListToolsRequest], handlers[types.CallToolRequest] = listed, called


def _whole(found: BlockFunction | None) -> BlockFunction | None:
    """An endpoint past the queue, with its final result alone if it yields several."""
    if found is None or not found.types_generator:
        return found
    whole = copy(found)
    whole.fn, whole.types_generator, whole.queue = _last(found.fn), False, False  # type: ignore
    return whole


def _last(growing: Callable[P, AsyncIterator[T]]) -> Callable[P, Awaitable[T]]:
    @wraps(growing)
    async def last(*given: P.args, **named: P.kwargs) -> T:
        return [result async for result in growing(*given, **named)][-1]

    return last


def _as_json(output: list[Any], _root_url: str) -> list[Any]:
    [value] = output
    return [types.TextContent(type="text", text=json.dumps(value, ensure_ascii=False))]


def _structured(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {"result": value}
