"""Open the chat window: `python app.py`. Reads the settings, opens the index, starts the server."""

import argparse
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import lru_cache, partial
from threading import Event, main_thread
from threading import enumerate as enumerate_threads
from time import monotonic
from typing import TYPE_CHECKING

from corpus import NachgefragtError
from corpus.cli import as_called
from corpus.text.printing import one_line

if TYPE_CHECKING:
    from rag import ChatModel, Embedder, Hit, Index, Quote, Scope, Settings
    from rag.retrieval.second_look import SecondLook
    from rag.upkeep.live import Live
    from rag.upkeep.live_library import LiveLibrary
    from ui.state.conversation import Show

HOST = "127.0.0.1"
PORT = 7860
HELP = """\
environment:
  GRADIO_SERVER_PORT           port of the window (7860)
  GRADIO_SERVER_NAME           address to listen on (127.0.0.1: this machine only)
  NACHGEFRAGT_CORPUS           folder of the podcast (the shipped one)
  NACHGEFRAGT_LIBRARY          folder with one corpus per podcast, instead (none)
  NACHGEFRAGT_STORE            folder of the index (.nachgefragt)
  NACHGEFRAGT_EMBEDDING_MODEL  sentence-transformers model (the bundled one)
  NACHGEFRAGT_RERANKER         what looks at the best finds again: a cross-encoder, or
                               none (the bundled reader)
  NACHGEFRAGT_LLM              provider:model that writes the answers (none: quotes only)
  NACHGEFRAGT_LLM_TIMEOUT      seconds that the language model may be silent (30)
  NACHGEFRAGT_LLM_CONCURRENT   answers that it writes at the same time (any number)
  NACHGEFRAGT_LLM_PER_DAY      answers that it writes on one day (any number)
  NACHGEFRAGT_CHROMA_URL       Chroma server that holds the vectors (none: they lie in the store)
  NACHGEFRAGT_FEEDBACK         file for readers' ratings as JSON lines (none: no thumbs)
  NACHGEFRAGT_LABELLING        eval set whose questions are confirmed in the window (none)
  NACHGEFRAGT_WATCH            seconds between looks at corpus and index; 0: never (5)
  NACHGEFRAGT_PUBLIC_URL       address that readers use, behind a proxy (none)
  NACHGEFRAGT_PROXY            addresses of proxies, whose word on readers' addresses counts (none)
  NACHGEFRAGT_EMBED            sites that may show the window in a frame (none)
  NACHGEFRAGT_QUESTIONS_PER_MINUTE  of one client (30; any number from this machine itself)
"""
# What Gradio must find before it is imported: no telemetry, and no statistics that are worked out
# anew, from all calls, at each call.
GRADIO_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),
}


class AddressError(NachgefragtError):
    """The window cannot be served at the requested address."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window until it is interrupted; return 0, or 1 for a user's mistake."""
    parser = argparse.ArgumentParser(
        prog=as_called("python app.py"),
        description="Open the chat window; the index is built first where there is none.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="a line of JSON for every request, no question"
    )
    if parser.parse_args(arguments).verbose:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("ui.door.gate").setLevel(logging.INFO)
    try:
        with suppress(KeyboardInterrupt):
            serve(os.environ)
            abandon_answers()
    except NachgefragtError as error:
        sys.stderr.write(as_called(f"Error: {one_line(str(error))}\n"))
        return 1
    return 0


def serve(environment: Mapping[str, str]) -> None:
    """Serve the window until told to stop, then let running answers finish.

    Raises NachgefragtError if it cannot be served.
    """
    host, port = address(environment)
    # Seconds to load: not for --help, and not before the address is known to be free.
    from rag import Settings, chat_model, embedder
    from rag.generation.quota import rationed

    settings = Settings.from_environment(environment)
    writer = rationed(chat_model(settings), settings.llm_concurrent, settings.llm_per_day)
    model = embedder(settings.embedding_model)
    os.environ.update(GRADIO_ENVIRONMENT)
    loaded = loading(model)
    from ui import build_window, open_door

    with ExitStack() as leaving:
        try:
            door = leaving.enter_context(open_door(host, port, settings.reach))
        except OSError as error:
            raise busy(port) from error
        live = live_show(settings, model, writer)
        leaving.callback(live.close)
        window = build_window(
            live.current, settings.feedback, reach=settings.reach, labelling=settings.labelling
        )
        loaded.result()
        if settings.watch:
            live.watch(settings.watch)
        door.show(window, live.current().episodes)
        say_where(door.url, labelling=settings.labelling is not None)
        wait_for_the_end()


def loading(model: "Embedder") -> Future[object]:
    """Load the model, which does so at its first use, while others read the index and Gradio."""
    beside = ThreadPoolExecutor(1)
    loaded: Future[object] = beside.submit(model.embed_query, "Guten Morgen")
    beside.shutdown(wait=False)
    return loaded


def say_where(url: str, *, labelling: bool) -> None:
    """Print where the window is, and where questions are confirmed in it, if they are."""
    from ui import GERMAN
    from ui.texts.labelling import labelling_words

    sys.stdout.write(GERMAN.ready.format(url=url) + "\n")
    if labelling:
        sys.stdout.write(labelling_words("de").open_at.format(url=f"{url}?label=") + "\n")
    sys.stdout.flush()


def live_show(
    settings: "Settings", model: "Embedder", writer: "ChatModel | None"
) -> "Live[Show] | LiveLibrary[Show]":
    """Open the podcast, or those of the library, following their newest indexes.

    Builds an index first where there is none.
    """
    from rag import ensure_index
    from rag.retrieval.second_look import second_look
    from rag.upkeep.live import Live, update_beside
    from rag.upkeep.live_library import LiveLibrary

    again = second_look(settings.reranker)
    if settings.library:
        ready = partial(warmed, again)
        return LiveLibrary(settings, model, partial(show_of_all, writer, again), ready)
    update = partial(update_beside, settings)
    # Nobody else may know the index: it is let go of when the next one has come.
    show = partial(show_of, writer, again)
    return Live(settings, model, ensure_index(settings, model), show, update)


def show_of(writer: "ChatModel | None", again: "SecondLook | None", index: "Index") -> "Show":
    """Make a podcast askable from its index, with what its first question needs already loaded."""
    return show_of_all(writer, again, (warmed(again, index),))


def show_of_all(
    writer: "ChatModel | None", again: "SecondLook | None", indexes: "tuple[Index, ...]"
) -> "Show":
    """Make several podcasts askable from their indexes, one at a time or all together."""
    from rag.keywords import TOPICS, keywords
    from rag.pipeline.library import Library, library_pipeline, search_library
    from rag.requests.summary import MOST_QUOTES, key_sentences
    from rag.types import Question
    from ui.state.conversation import Show

    first, *more = (index.corpus for index in indexes)
    library = Library(indexes, again, several=len(indexes) > 1)

    def look(text: str, k: int, scope: "Scope") -> "list[Hit]":
        return search_library(library, Question(text, (), scope), k)

    # What an episode is about stays as it is while its index does; a few pages are read much.
    @lru_cache(maxsize=64)
    def keys(slug: str, number: int) -> "Sequence[Quote]":
        index = next(one for one in indexes if one.corpus.podcast.slug == slug)
        episode = index.corpus.episode(number)
        most = max(len(episode.chapters), MOST_QUOTES) if episode else 0
        return key_sentences(index, episode, most) if episode else ()

    @lru_cache(maxsize=64)
    def topics(slug: str) -> "Sequence[str]":
        corpus = next(index.corpus for index in indexes if index.corpus.podcast.slug == slug)
        return keywords(corpus, most=TOPICS)

    return Show(first, library_pipeline(library, writer), look, tuple(more), keys, topics)


def warmed(again: "SecondLook | None", index: "Index") -> "Index":
    """Load what the first question to an index needs; return the index."""
    from rag import search

    search(index, "Guten Morgen", 1, second_look=again)
    return index


def wait_for_the_end() -> None:
    """Wait for Ctrl+C or SIGTERM; a second one does not wait for anything."""
    told = Event()
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}
    for kind in before:
        signal.signal(kind, lambda *_: told.set())
    # Where a wait without end cannot be interrupted, signals are heard in between.
    while not told.wait(1):
        pass
    for kind, handler in before.items():
        signal.signal(kind, handler)


def abandon_answers() -> None:
    """End the process now if an answer still occupies a thread after its grace period."""
    kept = [thread for thread in enumerate_threads() if thread is not main_thread()]
    deadline = monotonic() + 1
    for thread in kept:
        thread.join(max(0.0, deadline - monotonic()))
    if any(thread.is_alive() for thread in kept):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def address(environment: Mapping[str, str]) -> tuple[str, int]:
    """Return host and port to listen on, tried before anything slow is done.

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
    """Return the error for a port that something else listens on."""
    return AddressError(
        f"Port {port} is busy: something else listens there. "
        f"Choose another, for example: GRADIO_SERVER_PORT={port % 65_535 + 1}"
    )


if __name__ == "__main__":
    sys.exit(main())
