"""The HTML around conversation, passages and transcripts: head, forms, playback, empty states."""

from collections.abc import Sequence

from markupsafe import Markup

from corpus import Corpus
from rag.wording.formats import language_name
from rag.wording.languages import LANGUAGES
from ui.html.templates import rendered
from ui.texts.labelling import labelling_words
from ui.texts.language import words_in
from ui.texts.wording import Wording

# Far above what is answered, so that a long question gets a friendly message instead of being
# cut without a word; only there to bound what is sent.
INPUT_CHARACTERS = 20_000


def masthead(corpora: Sequence[Corpus], words: Wording, *, labelled: bool = False) -> Markup:
    """Draw the head of the page: title, podcast, the views, the other languages.

    `labelled`: there is a view in which questions are confirmed.
    """
    podcasts = [(one.podcast.slug, one.podcast.title) for one in corpora]
    return rendered(
        "masthead",
        words=words,
        tagline=words.tagline_all.format(count=len(corpora))
        if len(corpora) > 1
        else words.tagline.format(podcast=corpora[0].podcast.title),
        podcasts=podcasts if len(corpora) > 1 else [],
        labelling=labelling_words(words.code).title if labelled else "",
        others=[
            (words_in(code), language_name(code, code)) for code in LANGUAGES if code != words.code
        ],
    )


def welcome(corpora: Sequence[Corpus], words: Wording) -> Markup:
    """Draw the invitation on the first screen, above the field for a question."""
    return rendered("welcome", words=words, several=len(corpora) > 1)


def composer(corpus: Corpus | None, words: Wording) -> Markup:
    """Draw the form for a question, with filters that are always visible.

    There are none where all podcasts are asked: their episodes have the same numbers.
    """
    return rendered("composer", words=words, most=INPUT_CHARACTERS, **_choices(corpus))


def search_form(corpus: Corpus | None, words: Wording) -> Markup:
    """Draw the form for a search, with the filters of `composer`."""
    return rendered("search_form", words=words, most=INPUT_CHARACTERS, **_choices(corpus))


def player(words: Wording) -> Markup:
    """Draw the page's one audio element; nothing is fetched before somebody presses play."""
    return rendered("player", words=words)


def drawer(words: Wording) -> Markup:
    """Draw what this browser keeps, for scripts to fill in: conversations and saved quotes."""
    return rendered("drawer", words=words)


def empty(kind: str, title: str, more: str, command: str = "") -> Markup:
    """Say that there is nothing to show, and why, or with which command to go on."""
    return rendered("empty", kind=kind, title=title, more=more, command=command)


def _choices(corpus: Corpus | None) -> dict[str, object]:
    """Return if there are episodes to choose from, and speakers: of one there is no choice."""
    speakers = corpus.speakers if corpus else ()
    return {
        "episodes": corpus is not None and len(corpus.episodes) > 1,
        "speakers": [(name, name) for name in speakers] if len(speakers) > 1 else [],
    }
