"""The description of the plain HTTP API, made of the functions and types that it offers."""

from collections.abc import Callable
from inspect import unwrap
from typing import Any

from gradio.utils import get_function_description
from pydantic import TypeAdapter

from corpus.exports.formats import FILES
from corpus.version import VERSION
from ui.api.calls import Offered, taken
from ui.api.schemas import AnswerResult, EpisodeResult, PassageResult, PodcastResult

Json = dict[str, Any]
_REFERENCE = "#/components/schemas/{model}"
_RESULTS: dict[str, Any] = {
    "ask": AnswerResult,
    "search": list[PassageResult],
    "episodes": list[EpisodeResult],
    "podcasts": list[PodcastResult],
    "episode": EpisodeResult,
}
_NUMBER: Json = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}
_ERRORS = {
    "400": "It makes no sense: something is missing, unknown, empty or too long.",
    "404": "There is no such podcast, episode or file.",
    "429": "Too many from this address; Retry-After has the seconds.",
    "503": "Too many are asking; Retry-After has the seconds.",
}


def description(offered: Offered) -> Json:
    """Return the OpenAPI description."""
    shapes, definitions = TypeAdapter.json_schemas(
        [(name, "serialization", TypeAdapter(kind)) for name, kind in _RESULTS.items()],
        ref_template=_REFERENCE,
    )
    results = {name: shape for (name, _), shape in shapes.items()}
    calls = offered.calls
    podcast = next(one for one in _query(calls["episodes"]) if one["name"] == "podcast")
    one = [_NUMBER, podcast]
    paths: Json = {
        "/api/ask": {"post": _posted(calls["ask"], results["ask"])},
        "/api/search": {
            "post": _posted(calls["search"], results["search"]),
            "get": _got(calls["search"], results["search"]),
        },
        "/api/podcasts": {"get": _got(calls["podcasts"], results["podcasts"])},
        "/api/episodes": {"get": _got(calls["episodes"], results["episodes"])},
        "/api/episodes/{number}": {
            "get": {"summary": "One episode with its turns.", "parameters": one}
            | _responses({"application/json": {"schema": results["episode"]}})
        },
    }
    for name, form in FILES.items():
        paths[f"/api/episodes/{{number}}/{name}"] = {
            "get": {"summary": f"{name} of an episode.", "parameters": one}
            | _responses({form.media_type: {"schema": {"type": "string"}}})
        }
    line = {"type": "string", "description": "One line in the caller's language."}
    error = {"type": "object", "properties": {"detail": line}, "required": ["detail"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Nachgefragt", "version": VERSION},
        "paths": paths,
        "components": {"schemas": definitions.get("$defs", {}) | {"Error": error}},
    }


def _posted(function: Callable[..., Any], result: Json) -> Json:
    body = taken(unwrap(function)).model_json_schema()
    for name, said in get_function_description(function)[1].items():
        body["properties"][name]["description"] = said
    sent = {"required": True, "content": {"application/json": {"schema": body}}}
    told = {"summary": get_function_description(function)[0], "requestBody": sent}
    return told | _responses({"application/json": {"schema": result}})


def _got(function: Callable[..., Any], result: Json) -> Json:
    told = {"summary": get_function_description(function)[0], "parameters": _query(function)}
    return told | _responses({"application/json": {"schema": result}})


def _query(function: Callable[..., Any]) -> list[Json]:
    schema = taken(unwrap(function)).model_json_schema()
    said = get_function_description(function)[1]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": said[name],
            "schema": kind,
        }
        for name, kind in schema["properties"].items()
    ]


def _responses(content: Json) -> Json:
    wrong = {"application/json": {"schema": {"$ref": _REFERENCE.format(model="Error")}}}
    errors = {code: {"description": said, "content": wrong} for code, said in _ERRORS.items()}
    return {"responses": {"200": {"description": "Found.", "content": content}} | errors}
