"""Shared behaviour of all commands: UTF-8 output, one line per mistake, quiet when cut off.

Ctrl-C stops a command; a second one kills the process, whatever it is still waiting for.
"""

import argparse
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from corpus.errors import NachgefragtError
from corpus.text.printing import one_line, printable

__all__ = ["Parser", "as_called", "leave", "one_line", "run", "say"]
STOPPED = 130  # exit status after Ctrl-C
INSTALLED = "nachgefragt"  # the command of an installed package
CALLED = (
    ("python -m rag check", "check-index"),
    ("python -m rag ", ""),
    ("python -m corpus ", ""),
    ("python -m eval", "eval"),
    ("python app.py", "serve"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser that reports mistakes like all others: one line, exit status 1."""

    def error(self, message: str) -> NoReturn:
        """Raise NachgefragtError with the mistake and where to read more."""
        raise NachgefragtError(f"{message[:300]}. See: {self.prog} --help")

    def format_help(self) -> str:
        """Describe the command, named as it was called."""
        return as_called(super().format_help())


def as_called(text: str) -> str:
    """Name commands the way this one was run: with `nachgefragt` if it was run through that."""
    if Path(sys.argv[0]).stem != INSTALLED:
        return text
    for ours, installed in CALLED:
        text = text.replace(ours, f"{INSTALLED} {installed}")
    return text


def run(
    parser: Parser, arguments: Sequence[str] | None, command: Callable[[argparse.Namespace], None]
) -> int:
    """Parse the arguments (None: the process's) and run a command; return the exit status.

    0 on success and after --help, 1 after one line on stderr for a user's mistake, 130 after
    Ctrl-C.
    """
    try:
        # JSON is UTF-8 and quotes have their „“ whatever the terminal's encoding.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        with _second_ctrl_c_kills():
            try:
                options = parser.parse_args(arguments)
            except SystemExit:
                pass  # --help has been printed; mistakes raise NachgefragtError
            else:
                command(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return STOPPED
    except (NachgefragtError, OSError) as error:
        sys.stderr.write(as_called(f"Error: {one_line(str(error))}\n"))
        return 1
    return 0


def say(text: str = "", *, end: str = "\n", to: TextIO | None = None) -> None:
    """Print text or JSON from any source without characters that a terminal would obey.

    Prints to stdout unless a stream is given, and flushes at once, for readers that follow along.
    """
    print(printable(text), end=end, file=to, flush=True)


def leave(status: int) -> NoReturn:
    """End the process with this exit status; after Ctrl-C, at once.

    Abandoned threads may be inside C code, which breaks when the interpreter shuts down.
    """
    if status == STOPPED:
        sys.stdout.flush()
        os._exit(status)
    sys.exit(status)


@contextmanager
def _second_ctrl_c_kills() -> Iterator[None]:
    """Let the first Ctrl-C stop the command, and the next end the process."""
    in_main_thread = threading.current_thread() is threading.main_thread()
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler and in_main_thread

    def stop(*_: object) -> NoReturn:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        raise KeyboardInterrupt

    if ours:
        signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        if ours and signal.getsignal(signal.SIGINT) is stop:
            signal.signal(signal.SIGINT, signal.default_int_handler)
