"""Open the window at an address, with its API and its MCP server."""

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import gradio as gr

from corpus import Corpus
from ui.look import launch_options


def open_window(window: gr.Blocks, corpus: Corpus, host: str, port: int) -> str:
    """Serve the window beside the caller; its URL. Raises OSError where the port is taken."""
    # Gradio cannot be kept from announcing its MCP server; whoever calls says where things are.
    with redirect_stdout(StringIO()):
        _, url, _ = window.launch(
            server_name=host, server_port=port, prevent_thread_lock=True, **launch_options(corpus)
        )
    if window.mcp_server_obj is not None:
        # Gradio writes what a tool returns as Python would; every other program reads JSON.
        window.mcp_server_obj.postprocess_output_data = _as_json  # type: ignore
    return str(url)


def _as_json(output: list[Any], _root_url: str) -> list[Any]:
    from mcp.types import TextContent

    [value] = output
    return [TextContent(type="text", text=json.dumps(value, ensure_ascii=False))]
