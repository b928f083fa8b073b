"""The HTML of search results: ranked passages, for people who want to find, not to ask."""

from collections.abc import Generator, Sequence

from markupsafe import Markup

from corpus import NachgefragtError
from rag.bounds import MOST_PASSAGES, asked_for
from rag.types import Hit, Scope
from ui.html.cards import passage
from ui.html.frame import empty
from ui.html.templates import rendered
from ui.html.trouble import drawn, listed, trouble
from ui.logs import log_once
from ui.state.conversation import Search
from ui.state.events import Searched
from ui.state.queue import RequestQueue
from ui.texts.wording import Wording

AT_ONCE = 10  # passages shown, and more each time they are asked for


def passages(query: str, hits: Sequence[Hit], words: Wording) -> Markup:
    """Draw the passages, best first and a few at a time, or say that there are none.

    More than MOST_PASSAGES are not counted.
    """
    if not hits:
        return empty("none", words.found_nothing, words.found_nothing_more)
    cards = [
        listed(words, "reload", f"passage-{at}", passage, "passage", at, hit.chunk, words, query, 3)
        for at, hit in enumerate(hits[:MOST_PASSAGES], start=1)
    ]
    count = words.of_passages(len(cards))
    count = words.no_fewer.format(passages=count) if len(hits) > len(cards) else count
    batches = [cards[at : at + AT_ONCE] for at in range(0, len(cards), AT_ONCE)]
    shown = query.strip()[:200]
    return rendered("passages", words=words, query=shown, count=count, batches=batches)


def find(
    line: RequestQueue, search: Search, wanted: Searched, words: Wording
) -> Generator[Markup, None, None]:
    """Yield that the reader waits in line, then the search results.

    If nothing could be searched for, say why.
    """
    if not wanted.question.strip():
        yield Markup("")
        return
    try:
        query = asked_for(wanted.question)
        with line.place() as turn:
            for ahead in turn:
                yield drawn(words, "reload", _notice, words.in_line.format(ahead=ahead))
            scope = Scope(wanted.episode, wanted.speaker, wanted.podcast)
            hits = search(query, MOST_PASSAGES + 1, scope)
        yield drawn(words, "reload", passages, query, hits, words)
    except NachgefragtError as error:
        yield drawn(words, "reload", _notice, error.in_language(words.code))
    except Exception as error:
        log_once("A search failed", error)
        yield trouble(words, "reload")


def _notice(message: str) -> Markup:
    return rendered("notice", message=message)
