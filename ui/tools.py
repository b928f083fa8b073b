"""The MCP tools with typed results, which Gradio's MCP server knows nothing of.

Gradio describes a tool's arguments only and writes what it returns as Python would. Both handlers
are wrapped: the list of tools gets each result's schema, a call's result its JSON and, as MCP
prescribes beside a schema, the same as structured content.
"""

import json
from typing import Any

import gradio as gr
from mcp import types

from ui.results import RESULTS, schema


def type_results(window: gr.Blocks) -> None:
    """Give the tools of a window that has been launched their results' types."""
    tools = window.mcp_server_obj
    if tools is None:
        return
    tools.postprocess_output_data = _as_json  # type: ignore
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


def _as_json(output: list[Any], _root_url: str) -> list[Any]:
    [value] = output
    return [types.TextContent(type="text", text=json.dumps(value, ensure_ascii=False))]


def _structured(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {"result": value}
