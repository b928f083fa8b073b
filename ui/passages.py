"""The HTML of what a search found: ranked passages, for people who want to find, not to ask."""

from collections.abc import Sequence

from markupsafe import Markup

from corpus import NachgefragtError
from rag.types import Hit, Scope
from ui.cards import passage
from ui.conversation import Search
from ui.events import Searched
from ui.frame import empty
from ui.wording import Wording

MOST = 10  # passages shown


def passages(query: str, hits: Sequence[Hit], words: Wording) -> Markup:
    """The passages, best first, or that there are none."""
    if not hits:
        return empty("none", words.found_nothing, words.found_nothing_more)
    cards = (
        passage("stelle", rank, hit.chunk, words, query) for rank, hit in enumerate(hits, start=1)
    )
    return Markup(
        '<p class="count" role="status">{} <q dir="auto">{}</q></p><ol class="passages">{}</ol>'
    ).format(words.found.format(count=len(hits)), query.strip()[:200], Markup("").join(cards))


def find(search: Search, wanted: Searched, words: Wording) -> Markup:
    """Search, and show what was found or why nothing could be searched for."""
    query = wanted.question.strip()
    if not query:
        return Markup("")
    try:
        hits = search(query, MOST, Scope(wanted.episode, wanted.speaker))
    except NachgefragtError as error:
        return _objection(str(error))
    return passages(query, hits, words)


def _objection(message: str) -> Markup:
    return Markup('<p class="notice" role="status" dir="auto">{}</p>').format(message)
