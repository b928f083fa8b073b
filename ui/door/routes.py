"""The routes over HTTP: everything else is not found.

Gradio has many more routes, to upload and fetch files, to reload, to edit: none of them is ours.
"""

import re
from collections.abc import Set
from dataclasses import dataclass

# The page's events bring along what the browser remembers of the conversation: 40 exchanges weigh
# 0.2 MB, 1.2 MB if a language model wrote as much as it may in each.
MEMORY = 1_500_000  # bytes
QUESTION = 64_000  # bytes; what asks, searches or lists
LITTLE = 1_000  # bytes; which event is meant
_ID = r"[A-Za-z0-9_-]{1,64}"
_API = "/gradio_api"
_FILE = r"[0-9]{1,6}(?:/(?:transcript\.(?:vtt|srt|txt|json)|chapters\.(?:json|psc)))?"
_BOTH = frozenset({"GET", "POST"})


@dataclass(frozen=True, slots=True)
class Route:
    """Some paths: `name` is what logs say, `most` the bytes that a body may have.

    What is sent there is a `question`, which costs more to answer than most; what is `paced` is
    counted also if nothing is sent.
    """

    name: str
    path: re.Pattern[str]
    methods: Set[str] = frozenset({"GET"})
    most: int = 0
    question: bool = False
    paced: bool = False


def _route(name: str, path: str | None = None, post: int = 0, question: bool = False) -> Route:
    methods = frozenset({"POST"} if post else {"GET", "HEAD"} if name == "/" else {"GET"})
    return Route(name, re.compile(path or re.escape(name), re.ASCII), methods, post, question)


ROUTES = (
    # The page and what it consists of.
    _route("/"),
    _route("/config"),
    _route("/theme.css"),
    _route("/favicon.ico"),
    _route("/audio/…", r"/audio/[0-9]{1,6}"),
    _route("/robots.txt"),
    _route("/fonts/…", r"/fonts/[a-z-]{1,40}\.woff2"),
    _route("/cover/…", r"/cover/[\w-][\w.-]{0,110}"),
    _route("/transcript/…", r"/transcript/[0-9]{1,6}/[0-9]{1,4}"),
    _route("/assets/…", r"/assets/[\w-][\w.-]*"),
    _route("/static/js/iframeResizer.contentWindow.min.js"),
    # The page's events, and those of Gradio's client.
    _route(f"{_API}/app_id"),
    _route(f"{_API}/heartbeat/…", rf"{_API}/heartbeat/{_ID}"),
    _route(f"{_API}/queue/join", post=MEMORY),
    _route(f"{_API}/queue/data"),
    _route(f"{_API}/run/predict", post=MEMORY),
    _route(f"{_API}/cancel", post=LITTLE),
    _route(f"{_API}/reset", post=LITTLE),
    # Other programs (docs/api.md).
    _route(f"{_API}/info"),
    _route(f"{_API}/call/ask", post=QUESTION, question=True),
    _route(f"{_API}/call/search", post=QUESTION, question=True),
    _route(f"{_API}/call/episodes", post=QUESTION),
    _route(f"{_API}/call/podcasts", post=QUESTION),
    _route(f"{_API}/call/…/…", rf"{_API}/call/(ask|search|episodes|podcasts)/{_ID}"),
    _route(f"{_API}/mcp", rf"{_API}/mcp/?", post=QUESTION),
    _route("/api/ask", post=QUESTION, question=True),
    Route("/api/search", re.compile("/api/search"), _BOTH, QUESTION, question=True, paced=True),
    Route("/api/episodes/…", re.compile(rf"/api/(?:podcasts|episodes(?:/{_FILE})?)"), paced=True),
    _route("/api/openapi.json"),
)


def route_of(path: str) -> Route | None:
    """Return the route of a path that is relative to our root."""
    return next((route for route in ROUTES if route.path.fullmatch(path)), None)
