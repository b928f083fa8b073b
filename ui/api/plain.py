"""Plain HTTP for other programs: JSON in, JSON or a file out, errors with a status and one line.

The functions are those of Gradio's endpoints and of the MCP tools; here they only get another door.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from http import HTTPStatus
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Any, TypeAlias, cast

import gradio as gr
from anyio.to_thread import run_sync
from gradio.context import LocalContext
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from corpus import NachgefragtError
from corpus.errors import ExportFailed
from corpus.exports.formats import FILES
from rag.errors import QuestionError
from ui.api.calls import BadCall, Offered, arguments, program_language
from ui.api.files import episode_file
from ui.api.openapi import description
from ui.logs import log_once
from ui.media.covers import cover
from ui.media.fonts import font
from ui.media.recordings import recording
from ui.pages.opened import piece
from ui.state.conversation import AskFailed
from ui.state.queue import SOON, Busy
from ui.texts.language import in_each, language_for, language_of, words_in

Work: TypeAlias = Callable[[Request], Awaitable[Response]]
GONE = 499  # as nginx has it: whoever asked does not wait any more


def plain_api(offered: Offered, otherwise: ASGIApp) -> Router:
    """Return the application for /api and what pages fetch; another one has all else."""
    ask, search, episodes, podcasts = (
        partial(_call, offered.calls[name]) for name in ("ask", "search", "episodes", "podcasts")
    )
    bad, lost = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND
    rows: tuple[tuple[str, Work, HTTPStatus], ...] = (
        ("/api/ask", ask, bad),
        ("/api/search", search, bad),
        ("/api/podcasts", podcasts, lost),
        ("/api/episodes", episodes, lost),
        ("/api/episodes/{number}", partial(_episode, offered), lost),
        ("/api/episodes/{number}/{name}", partial(_file, offered), lost),
        ("/cover/{name}", partial(_cover, offered), lost),
        ("/fonts/{name}", _font, lost),
        ("/transcript/{number:int}/{piece:int}", partial(_piece, offered), lost),
        ("/api/openapi.json", partial(_described, offered), bad),
        ("/audio/{number:int}", partial(_recording, offered), lost),
    )
    routes = [
        Route(path, partial(_answered, work, unknown), methods=["GET", "POST"])
        for path, work, unknown in rows
    ]
    return Router(routes, redirect_slashes=False, default=otherwise)


async def _answered(work: Work, unknown: HTTPStatus, request: Request) -> Response:
    """Answer errors in the caller's language; `unknown` is the status for what is not there."""
    # Who asks, and whether they still listen, is found there, as in Gradio's own calls.
    LocalContext.request.set(cast(gr.Request, request))
    try:
        return await work(request)
    except Exception as error:
        language = program_language(request)
        headers: dict[str, str] = {"content-language": language}
        match error:
            case BadCall():
                status = HTTPStatus.BAD_REQUEST
            case Busy(seconds=seconds):
                status = HTTPStatus.TOO_MANY_REQUESTS if seconds else HTTPStatus.SERVICE_UNAVAILABLE
                headers["retry-after"] = str(seconds or SOON)
            case QuestionError() | ExportFailed():
                status = unknown
            case _:
                status = HTTPStatus.INTERNAL_SERVER_ERROR
        line = words_in(language).broken
        if isinstance(error, NachgefragtError):
            line = error.in_language(language)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, AskFailed):
            log_once("A call failed", error)
        return JSONResponse({"detail": line}, status, headers)


async def _call(function: Callable[..., Any], request: Request) -> Response:
    return _json(await _result(function, await _sent(request)))


async def _episode(offered: Offered, request: Request) -> Response:
    """Return one episode with its turns; of several podcasts, where none is named, of the first."""
    slug = request.query_params.get("podcast") or offered.current().corpus.podcast.slug
    sent = {"number": request.path_params["number"], "podcast": slug}
    [episode] = await _result(offered.calls["episodes"], sent)
    return _json(episode)


async def _file(offered: Offered, request: Request) -> Response:
    number, name = int(request.path_params["number"]), request.path_params["name"]
    podcast = request.query_params.get("podcast") or None
    write = partial(episode_file, offered.current(), number, name, podcast)
    return Response(await run_sync(write), media_type=FILES[name].media_type)


async def _recording(offered: Offered, request: Request) -> Response:
    return await run_sync(recording, offered.current(), request)


async def _cover(offered: Offered, request: Request) -> Response:
    name, podcast = request.path_params["name"], request.query_params.get("podcast") or None
    known = request.headers.get("if-none-match")
    found = await run_sync(partial(cover, offered.current(), name, podcast, known))
    if found is None:
        raise QuestionError(in_each(lambda words: words.nothing_here))
    return found


async def _piece(offered: Offered, request: Request) -> Response:
    show, asked = offered.current(), request.path_params
    words = words_in(language_for(request.cookies, request.headers, language_of(show.corpora)))
    podcast = request.query_params.get("podcast") or None
    draw = partial(piece, show, asked["number"], asked["piece"], podcast, words)
    found = await run_sync(draw)
    if found is None:
        raise QuestionError(in_each(lambda words: words.nothing_here))
    return HTMLResponse(str(found))


async def _font(request: Request) -> Response:
    found = await run_sync(partial(font, request.path_params["name"]))
    if found is None:
        raise QuestionError(in_each(lambda words: words.nothing_here))
    return found


async def _described(offered: Offered, _request: Request) -> Response:
    return _json(description(offered))


async def _sent(request: Request) -> Mapping[str, Any]:
    """Read the arguments: of the address, or those of a body, by name. Raises BadCall."""
    if request.method == "GET":
        return {name: value for name, value in request.query_params.items() if value}
    sent = await request.json()
    if not isinstance(sent, dict):
        raise BadCall("JSON", "{…}")
    return sent


async def _result(function: Callable[..., Any], sent: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Call a function with what was sent; of what grows return the last, None if nobody waits."""
    given = arguments(function, sent)
    if isasyncgenfunction(function):
        results = [result async for result in function(**given)]
        return results[-1] if results else None
    if iscoroutinefunction(function):
        return await function(**given)
    return await run_sync(partial(function, **given))


def _json(result: object) -> Response:
    return Response(status_code=GONE) if result is None else JSONResponse(result)
