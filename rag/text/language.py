"""Detect whether a question is written in German or English."""

import re

from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_GERMAN

from rag.types import Language, Span

# Left out: words that both languages write the same, and that would vote twice or wrongly; the
# pieces of "don't" and "it's", which dialects have as words.
_PIECES = frozenset(
    ["ain", "aren", "d", "don", "ll", "m", "ma", "o", "re", "s", "t", "ve", "won", "y"]
)
_ENGLISH = (
    frozenset(STOPWORDS_EN_PLUS) | {"what", "how", "does", "did", "episode", "say", "about"}
) - (frozenset(STOPWORDS_GERMAN) | _PIECES)
_GERMAN = frozenset(STOPWORDS_GERMAN) - frozenset(STOPWORDS_EN_PLUS) | frozenset(
    "folge gibt wer wann warum wieso weshalb worum woher wohin wozu wofür sagt sagen wurde bitte "  # noqa: SIM905
    # as it is spoken
    "wos wat watt wia wie's des dös dat dit det net ned nit nich nix isch hot hod hom gsagt gseit "
    "gsait mer mia ick ik uff ooch oans koa koane bissl gell vo fei dia de ebbes lüt schwätzt "
    "geht gehts gibts kost kostet hoaßt heisst redt schafft moant meint denkt hält".split()
)
# What no English word looks like: umlauts, and how German words end.
_LOOKS_GERMAN = re.compile(
    r"[äöüß]|\w{3}(?:ung|ungen|keit|keiten|heit|heiten|schaft|schaften|ieren|iert|lich|"
    r"liche[mnrs]?|isch|ische[mnrs]?)$"
)
_QUOTED = re.compile(r"[„“”\"«»].*[“”\"«»]", re.DOTALL)


def detect(text: str, default: str | None) -> Language:
    """Return the language with more of its words in the text, of what is not quoted in it.

    A tie goes to what is quoted, then to `default`, the podcast's language: "en", "en-US" … or
    else German.
    """
    for said in (_QUOTED.sub(" ", text), text):
        words = re.findall(r"\w+", said.lower())
        german = sum(word in _GERMAN or bool(_LOOKS_GERMAN.search(word)) for word in words)
        english = sum(word in _ENGLISH for word in words)
        if german != english:
            return "de" if german > english else "en"
    return "en" if re.match(r"(?i)en\b", default or "") else "de"


def spoken_in(span: Span) -> str:
    """Return the language of what is said: two letters; as it looks where nobody tells."""
    return (span.episode.language or detect(span.turn.text, None))[:2].lower()
