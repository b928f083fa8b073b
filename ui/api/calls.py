"""Calls from outside, before Gradio looks at them: whole, of the right types, and quoted nowhere.

Gradio means its endpoints for a page that it draws itself: it wants every argument, logs what it
got where one is missing ("Received inputs: …"), and takes a dictionary that looks like a file for
one, which it then fetches. What other programs send is read here instead, for HTTP and MCP alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from inspect import Parameter, signature, unwrap
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.context import LocalContext
from gradio.route_utils import FnIndexInferError
from gradio.state_holder import SessionState
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from starlette.requests import Request
from starlette.responses import JSONResponse

from corpus import NachgefragtError
from rag.bounds import LONGEST_QUESTION
from rag.errors import QuestionError
from rag.text.language import detect
from rag.types import Language
from ui.logs import log_once
from ui.state.conversation import Current
from ui.state.queue import Busy
from ui.texts.language import in_each, language_for, words_in

NAME_CHARACTERS = 40  # of a name that a caller made up, in what it is told
BUSY_TITLE = "Busy"


class BadCall(QuestionError):
    """A call of which something is missing, unknown or of another type than is taken."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            in_each(lambda words: words.bad_request.format(field=field, problem=problem))
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """The functions that other programs may call, by name, and the podcasts of the moment."""

    calls: Mapping[str, Callable[..., Any]]
    current: Current


class Window(gr.Blocks):
    """A page whose calls are checked here, and whose failures say nothing of what was asked."""

    offered: Offered

    async def preprocess_data(
        self,
        block_fn: BlockFunction,
        inputs: list[Any],
        state: SessionState | None,
        explicit_call: bool = False,
    ) -> list[Any]:
        """Return the arguments of a call as its function takes them: values, never files.

        Raises QuestionError where they are not what it takes.
        """
        if block_fn.api_visibility == "public" and block_fn.fn:
            return list(arguments(block_fn.fn, inputs).values())
        kept = state or SessionState(self)
        sent = dict(enumerate(inputs))
        return [
            kept[block._id] if block.stateful else sent.get(place)
            for place, block in enumerate(block_fn.inputs)
        ]

    async def process_api(self, *given: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401
        """Process a call as Gradio does, but do not print what was sent when it fails.

        Raises gr.Error: one line, in the caller's language.
        """
        LocalContext.request.set(named.get("request"))
        try:
            return await super().process_api(*given, **named)
        except gr.Error:
            raise
        except Exception as failed:
            language = caller_language(named.get("request"), named.get("inputs"))
            title = BUSY_TITLE if isinstance(failed, Busy) else "Error"
            if isinstance(failed, NachgefragtError):
                line = failed.in_language(language)
            else:  # not meant for users
                log_once("A call failed", failed)
                line = words_in(language).broken
            raise gr.Error(line, title=title, print_exception=False) from None


def caller_language(request: object, sent: object) -> Language:
    """Return the language that a caller wants, by its headers, or else asks in."""
    texts = sent.values() if isinstance(sent, Mapping) else sent if isinstance(sent, list) else ()
    asked = next((one[:LONGEST_QUESTION] for one in texts if isinstance(one, str)), "")
    cookies, headers = (getattr(request, name, None) or {} for name in ("cookies", "headers"))
    return language_for(cookies, headers, detect(asked, None))


def program_language(request: object) -> Language:
    """Return the language that a program wants by the headers of its request, or else English."""
    return language_for({}, getattr(request, "headers", None) or {}, "en")


async def refuse(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that Gradio cannot make sense of with one line, instead of a crash."""
    log_once("A request could not be read", error)
    language = caller_language(request, None)
    line = BadCall("HTTP", type(error).__name__).in_language(language)
    return JSONResponse({"detail": line, "error": line}, HTTPStatus.BAD_REQUEST)


# What Gradio raises at endpoints and parameters that are not there, and at values of other types.
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, FnIndexInferError)


def arguments(
    function: Callable[..., Any], sent: Sequence[Any] | Mapping[str, Any]
) -> dict[str, Any]:
    """Put all arguments of a function in order, with defaults for those that were not sent.

    They are sent in that order, as over HTTP, or by their names; null means one that was not
    sent. Raises BadCall, which names the first that is missing, unknown or of another type,
    and quotes none.
    """
    model = taken(unwrap(function))
    names = tuple(model.model_fields)
    if not isinstance(sent, Mapping):
        # What is too much gets the number of its place for a name.
        more = map(str, range(len(names) + 1, len(sent) + 1))
        sent = dict(zip((*names, *more), sent, strict=False))
    try:
        found = model.model_validate({name: one for name, one in sent.items() if one is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part)[:NAME_CHARACTERS] for part in first["loc"])
        field = " ".join(field.split())
        raise BadCall(field, first["msg"]) from None
    return {name: getattr(found, name) for name in names}


@lru_cache(maxsize=8)
def taken(function: Callable[..., Any]) -> type[BaseModel]:
    """Turn the parameters of a function into a type that can be checked."""
    fields: dict[str, Any] = {
        name: (one.annotation, ... if one.default is Parameter.empty else one.default)
        for name, one in signature(function).parameters.items()
    }
    return create_model("Arguments", __config__=ConfigDict(extra="forbid"), **fields)
