"""The window's log: what failed, and where in the code, never what was asked.

The message of an error may quote a question: one that could not be parsed, one that was validated
away. So no message of an error is written down, and nothing that other libraries say in words of
their own; the kind of an error and its places in the code are what mends it.
"""

import logging
import traceback
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
FRAMES = 30  # of an error's places, the last ones
LIBRARIES = "site-packages"


def log_failure(what: str, error: BaseException) -> None:
    """Write down that something failed, with the kind and the places of its error."""
    logging.getLogger(__name__).error("%s\n%s", what, places(error))


def log_once(what: str, error: BaseException) -> None:
    """Log a failure only once: a page that grows is drawn again and again."""
    _log_once(what, places(error))


@lru_cache(maxsize=256)
def _log_once(what: str, where: str) -> None:
    logging.getLogger(__name__).error("%s\n%s", what, where)


def forget_what_was_logged() -> None:
    """Let `log_once` begin anew."""
    _log_once.cache_clear()


def places(error: BaseException) -> str:
    """Format a traceback without the errors' messages: their kinds and places in the code."""
    return "\n".join(_places(error, {id(error)}))


def _places(error: BaseException, seen: set[int]) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield from _places(cause, seen)
        yield "which led to"
    if error.__traceback__:
        yield "Traceback (most recent call last):"
        for at in traceback.extract_tb(error.__traceback__, -FRAMES):
            yield f'  File "{at.filename}", line {at.lineno}, in {at.name}'
    yield type(error).__qualname__
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _places(one, seen)


def keep_questions_out() -> None:
    """Keep the words of errors and libraries out of all log records of this process.

    Gradio, the MCP server, uvicorn and asyncio log what they could not handle, with all of it. Once
    for all records, since each of them has loggers and handlers of its own, and some use the root.
    """
    logging.setLogRecordFactory(_discreet)


def _discreet(*given: object, **named: object) -> logging.LogRecord:
    record = logging.LogRecord(*given, **named)  # type: ignore[arg-type]
    foreign = not Path(record.pathname).is_relative_to(HERE) or LIBRARIES in record.pathname
    if foreign:
        record.msg = f"{record.levelname} in {record.module}, line {record.lineno}"
        record.args = None
    if record.exc_info and record.exc_info[1]:
        record.exc_text, record.exc_info = places(record.exc_info[1]), None
    return record
