"""Sentence boundaries as character spans; joining the spans gives the text back.

Rules for German and English as they are transcribed; no model, no list of names. Inside direct
speech every sentence counts, so a quotation mark may open in one span and close in another.
"""

import re

# A period after one of these ends no sentence. "etc." and "usw." are left out: they often end
# one, and a small letter after them tells; so are "max.", "no." and "co.", words of their own.
ABBREVIATIONS = frozenset(
    "abs abb bzw ca d.h dipl dipl.-ing dr e.g evtl exkl fr ggf hr i.e ing inkl kap mr mrs ms nr "  # noqa: SIM905
    "prof sog st vgl vs z.b zzgl".split()
)
# After one of these, an initial ("B.", "e.V.") or a short number a sentence may end ...
MAY_END = frozenset("corp inc jh jr ltd mio mrd sr std str tel tsd".split())  # noqa: SIM905
# ... and does before one of these: nobody says "am 3. Dann".
STARTERS = frozenset(
    "aber also am auf bei da dabei damit dann das dass dazu dem den denn der deshalb deswegen "  # noqa: SIM905
    "die dies diese dieser dieses doch du ein eine er es für heute hier ich ihr im in ist ja "
    "jetzt man manchmal mit nach natürlich nein nicht nun ob oder ok okay so sie sind und uns "
    "vielleicht von warum was weil wenn wer wie wir wo zu zum and because but he her his how i "
    "if it my or our she that the then there they this we what when why yes you your".split()
)
LEGAL_FORMS = frozenset({"KG", "KGaA", "OHG"})  # "GmbH & Co. KG"
_BREAK = re.compile(
    r"(?P<mark>[.!?…]+)(?P<closing>[\"”“»«‘’'›‹＂)\]]*)(?P<blank>\s*)|(?P<paragraph>\n[^\S\n]*\n\s*)"
)
_WORD = re.compile(r"\w")
_NEXT_WORD = re.compile(r"\W{0,3}(\w+)")
_LAST_WORD = re.compile(r"(?<![\w.'’-])[\w.'’-]*+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|\d{1,2}")
_LOST_BREAK = re.compile(r"[^\W\d_]{2}[.!?…]+[\"”“»’')\]]*[\"„“»]?[A-ZÄÖÜ][a-zäöüß]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut `text` into sentences: half-open character spans that cover it without a gap.

    Blanks after a sentence belong to it. Every span holds a word, unless the text has none: a
    text without sentence ends is one span, an empty text has none.
    """
    edges = [0]
    for match in _BREAK.finditer(text):
        if _ends_sentence(text, match) and _WORD.search(text, edges[-1], match.end()):
            edges.append(match.end())
    edges.append(len(text))
    return [(start, end) for start, end in zip(edges, edges[1:], strict=False) if end > start]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    following = _NEXT_WORD.match(text, match.end())
    if following is None:
        return False
    if match["paragraph"]:
        return True
    if not match["blank"]:
        # Host pages swallow line breaks ("zu behalten?Es war"); addresses look alike.
        if _LOST_BREAK.match(text, max(0, start - 2)) is None:
            return False
        token = text[max(0, start - 80) : start].rsplit(maxsplit=1)[-1]
        if "://" in token or "www." in token:
            return False
    word = following[1]
    if word[0].islower() and (match["closing"] or match["mark"][-1] in ".…"):
        return False
    if match["mark"] != ".":
        return True
    # The period may belong to an abbreviation, an initial or an ordinal.
    found = _LAST_WORD.search(text[max(0, start - 20) : start])
    last = found.group().lower().lstrip("'’-") if found else ""
    if last in ABBREVIATIONS or word in LEGAL_FORMS:
        return False
    may_end = last in MAY_END or _INITIALS.fullmatch(last) is not None
    return not may_end or word.lower() in STARTERS
