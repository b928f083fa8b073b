"""Open the chat window: `python app.py`. Reads the settings, opens the index, starts the server."""

import argparse
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from corpus import NachgefragtError

if TYPE_CHECKING:
    from rag import ChatModel, Hit, Index, Scope
    from ui.conversation import Show

HOST = "127.0.0.1"
PORT = 7860
HELP = """\
environment:
  GRADIO_SERVER_PORT           port of the window (7860)
  GRADIO_SERVER_NAME           address to listen on (127.0.0.1: this machine only)
  NACHGEFRAGT_CORPUS           folder of the podcast (the shipped one)
  NACHGEFRAGT_STORE            folder of the index (.nachgefragt)
  NACHGEFRAGT_EMBEDDING_MODEL  sentence-transformers model (the bundled one)
  NACHGEFRAGT_LLM              provider:model that writes the answers (none: quotes only)
  NACHGEFRAGT_LLM_TIMEOUT      seconds that the language model may be silent (30)
  NACHGEFRAGT_CHROMA_URL       Chroma server that holds the vectors (none: they lie in the store)
  NACHGEFRAGT_FEEDBACK         file for readers' ratings as JSON lines (none: no thumbs)
  NACHGEFRAGT_WATCH            seconds between looks at corpus and index; 0: never (5)
"""


class AddressError(NachgefragtError):
    """The window cannot be served at the address that was asked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window until it is interrupted; the exit status: 0, or 1 for a user's mistake."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description="Open the chat window; the index is built first where there is none.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    try:
        with suppress(KeyboardInterrupt):
            serve(os.environ)
    except NachgefragtError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


def serve(environment: Mapping[str, str]) -> None:
    """Serve the window until interrupted. Raises NachgefragtError where that cannot be."""
    host, port = address(environment)
    # Seconds to load: not for --help, and not before the address is known to be free.
    from rag import Settings, chat_model, embedder, ensure_index
    from rag.live import Live, update_beside

    settings = Settings.from_environment(environment)
    writer = chat_model(settings)
    model = embedder(settings.embedding_model)
    os.environ.update(gradio_environment(environment))
    with ThreadPoolExecutor(1) as beside:
        # The model loads at its first use: better now than while somebody waits for an answer,
        # and while the other core reads the index and Gradio.
        loading = beside.submit(model.embed_query, "Guten Morgen")
        update = partial(update_beside, settings)
        # Nobody else may know the index: it is let go of when the next one has come.
        live = Live(
            settings, model, ensure_index(settings, model), partial(show_of, writer), update
        )
        from ui import GERMAN, build_window, open_window

        window = build_window(live.current, settings.feedback)
        loading.result()
    if settings.watch:
        live.watch(settings.watch)
    try:
        url = open_window(window, live.current().corpus, host, port)
    except OSError as error:
        raise busy(port) from error
    sys.stdout.write(GERMAN.ready.format(url=url) + "\n")
    sys.stdout.flush()
    window.block_thread()


def show_of(writer: "ChatModel | None", index: "Index") -> "Show":
    """The podcast of an index, and how to ask it; what its first question needs is read now."""
    from rag import answer_pipeline, search
    from rag.scope import checked
    from ui.conversation import Show

    def look(text: str, k: int, scope: "Scope") -> "Sequence[Hit]":
        return search(index, text, k, checked(scope, index.corpus))

    search(index, "Guten Morgen", 1)
    return Show(index.corpus, answer_pipeline(index, writer), look)


def gradio_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What Gradio must find in the environment before it is imported."""
    direct = {"localhost", HOST, environment.get("GRADIO_SERVER_NAME") or HOST}
    proxied = {
        # Gradio asks itself for its first page: never through a proxy.
        name: ",".join(filter(None, [environment.get(name, ""), *sorted(direct)]))
        for name in ("no_proxy", "NO_PROXY")
    }
    # No telemetry, and no statistics that are worked out anew, from all calls, at each call.
    return proxied | {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),
    }


def address(environment: Mapping[str, str]) -> tuple[str, int]:
    """Host and port to listen on, tried before anything slow is done.

    Raises AddressError where the port is no number or busy, or the host is not ours.
    """
    host = environment.get("GRADIO_SERVER_NAME") or HOST
    setting = environment.get("GRADIO_SERVER_PORT") or str(PORT)
    if not setting.isascii() or not setting.isdigit() or not 0 < int(setting) < 65_536:
        raise AddressError(f"GRADIO_SERVER_PORT must be a port from 1 to 65535, not {setting!r}.")
    port = int(setting)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise AddressError(f"GRADIO_SERVER_NAME: there is no address {host!r}.") from error
    family, kind, protocol, _, place = found[0]
    with socket.socket(family, kind, protocol) as probe:
        # As the server does: a connection that has just been closed does not block the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except PermissionError as error:
            raise AddressError(
                f"Port {port} is reserved. Choose one from 1024 on: GRADIO_SERVER_PORT=7861"
            ) from error
        except OSError as error:
            raise busy(port) from error
    return host, port


def busy(port: int) -> AddressError:
    """The error for a port that something else listens on."""
    return AddressError(
        f"Port {port} is busy: something else listens there. "
        f"Choose another, for example: GRADIO_SERVER_PORT={port % 65_535 + 1}"
    )


if __name__ == "__main__":
    sys.exit(main())
