"""The words and picture of a link where it is shared: the podcast's own title, words and picture.

Gradio's page names Gradio there, with a picture from its host; these lines take the place of its.
"""

import re
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.settings import Reach
from rag.show.breaks import in_one_line
from ui.html.cards import cover_of, short_title
from ui.html.templates import rendered
from ui.state.conversation import Current, Show
from ui.texts.language import language_for, words_in

LONGEST = 200  # characters of a title or a description
_GRADIOS = re.compile(rb'<meta\s{1,20}(?:property|name)="(?:og|twitter):[^<>]{0,500}>')


def with_preview(app: ASGIApp, current: Current, reach: Reach) -> ASGIApp:
    """Return the application with our lines in the head of its page."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path != "/" or scope["method"] != "GET":
            await app(scope, receive, send)
            return
        ours = str(preview(current(), Request(scope), reach)).encode()
        kept = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        await app({**scope, "headers": kept}, receive, _Page(send, ours))

    return answer


class _Page:
    """Sends a page on, whole, with other lines in its head."""

    def __init__(self, send: Send, ours: bytes) -> None:
        self.send, self.ours = send, ours
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = [each for each in self.start["headers"] if each[0] != b"content-length"]
        body = _GRADIOS.sub(b"", self.body).replace(b"</head>", self.ours + b"</head>", 1)
        length = (b"content-length", str(len(body)).encode())
        await self.send({**self.start, "headers": [*headers, length]})
        await self.send({"type": "http.response.body", "body": body})


def preview(show: Show, request: Request, reach: Reach) -> str:
    """Write the lines for the address that is asked for: an episode, a question, or all."""
    asked = {name: values[0] for name, values in parse_qs(request.url.query).items()}
    number = asked.get("episode", "")
    known = number.isascii() and number.isdigit() and len(number) < 7
    corpus = show.of(asked.get("podcast") or None) or show.corpus
    episode = corpus.episode(int(number)) if known else None
    words = words_in(language_for(request.cookies, request.headers))
    podcast = corpus.podcast
    title, said = podcast.title, in_one_line(podcast.description or "")
    if show.more and not asked.get("podcast"):
        title, said = words.title, words.tagline_all.format(count=len(show.corpora))
    if episode:
        title = f"{short_title(episode)} · {podcast.title}"
        said = in_one_line(episode.description or "")
    if question := asked.get("question", "").strip():
        title, said = question, words.tagline.format(podcast=podcast.title)
    named = podcast if show.more else None
    meant = not show.more or "podcast" in asked or episode
    cover = (episode and cover_of(episode, named)) or (cover_of(podcast, named) if meant else None)
    here = reach.public_url or str(request.base_url).rstrip("/")
    return rendered(
        "preview",
        site=words.title if show.more else podcast.title,
        title=_short(title),
        description=_short(said or words.tagline.format(podcast=podcast.title)),
        image=f"{here}/{cover}" if cover else None,
        address=f"{here}/",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
