"""Open the window at an address, with its API and its MCP server."""

from contextlib import redirect_stdout
from io import StringIO

import gradio as gr

from corpus import Corpus
from ui.look import launch_options
from ui.tools import type_results


def open_window(window: gr.Blocks, corpus: Corpus, host: str, port: int) -> str:
    """Serve the window beside the caller; its URL. Raises OSError where the port is taken."""
    # Gradio cannot be kept from announcing its MCP server; whoever calls says where things are.
    with redirect_stdout(StringIO()):
        _, url, _ = window.launch(
            server_name=host, server_port=port, prevent_thread_lock=True, **launch_options(corpus)
        )
    type_results(window)
    return str(url)
