"""Sentence boundaries as character spans; joining the spans gives the text back."""

import re

# A period after one of these, a single letter or a short number (an ordinal) ends no sentence.
# "etc." and "usw." are left out: they often end one, and a small letter after them tells.
ABBREVIATIONS = frozenset(
    "z.b d.h u.a o.ä u.ä bzw ca evtl ggf inkl exkl bspw sog vgl dr prof hr fr nr abs str "  # noqa: SIM905
    "mr mrs ms vs e.g i.e st inc ltd".split()
)
_END = re.compile(r"[.!?…]+[\"”“»«')\]]*\s+(?=[\"„“«»'(\[]?[\w])")
_WORD_BEFORE = re.compile(r"([\w.]+)\.[\"”“»«')\]]*\s+$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut `text` into sentences: half-open character spans that cover it without a gap.

    Blanks after a sentence belong to it. A text without sentence ends is one span; an empty
    text has none.
    """
    cuts = [match.end() for match in _END.finditer(text) if _ends_sentence(text, match)]
    edges = [0, *cuts, len(text)]
    return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if end > start]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group().strip()
    if not mark.startswith("."):
        return True
    if text[match.end()].islower():
        return False
    before = _WORD_BEFORE.search(text[max(0, match.start() - 40) : match.end()])
    if before is None:
        return True
    word = before.group(1).lower()
    return not (
        word in ABBREVIATIONS
        or (word.isdigit() and len(word) < 3)
        or (len(word) == 1 and word.isalpha())
    )
