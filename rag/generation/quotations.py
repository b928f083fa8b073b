"""Check that what a sentence gives word for word, quotations and addresses, is in its source.

Every style of quotation counts, also one made of commas, accents or brackets, and the words that
announce one. What is not clearly something else, an apostrophe or a measure, is a quotation mark.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rag.text.names import people_named

_SINGLE = "'‘’‚‛`´′‵＇｀ʼʻʹˊˋ՚❛❜❟"
_DOUBLE = '"ʺˮ˝❝❞❠🙶🙷🙸≪≫⋘⋙＜＞'
_COLON = "：﹕︓∶ː"
_ORDINARY = ".,;:!?…¡¿()[]{}/\\%‰&*#@§¶·•†‡-^"  # signs that no quotation is made of
_UNICODE_DOT = str.maketrans(dict.fromkeys("。．｡․", "."))
# A comma or a bracket is a mark only where it is used as one: ,so' and <so>.
_MARK = re.compile(
    r"(?P<double>\"+|'{2,}|,{2,}|<<|>>|<(?=[^\W\d_])|(?<=[^\W\d_.!?…])>)"
    r"|(?P<single>'|_|(?<![^\s(:]),(?=\w))"
)
_ELIDED = re.compile(r"(?<!\w)'\w+")  # 'ne Menge
_BLOCK = re.compile(r"\s*>(?!>)")  # as Markdown quotes
_WORD = re.compile(r"\w+")
_WORD_OR_MARK = re.compile(r"\w+|[\"']")
_COLONS = re.compile(r":(?!\d)|(?<!\d):")  # not in 12:30
_SAYS = re.compile(
    r"\b(?:sag(?:t|te|en|ten)|gesagt|mein(?:t|te|en|ten)|erklär(?:t|te|en|ten)|find(?:et|en)|fand|"
    r"rät|riet|raten|empfiehlt|empfahl|empfehlen|erzähl(?:t|te|en|ten)|berichte(?:t|te|n|ten)|"
    r"beton(?:t|te|en|ten)|glaub(?:t|te|en|ten)|antwort\w*|schreib(?:t|en)|schrieb|frag(?:t|te|en)|"
    r"ruft|rief|erwider\w+|ergänz(?:t|te|en)|behaupte(?:t|te|n)|formulier(?:t|te|en)|zitat\w*|"
    r"zitier\w+|wortlaut|worten?|aussage|satz|lautet\w*|o-ton|original|spruch|motto|gast|"
    r"moderator(?:in)?|gastgeber(?:in)?|host|guest|interviewer(?:in)?|"
    r"says?|said|saying|tells?|told|explain(?:s|ed)?|asks?|asked|answer(?:s|ed)?|repl(?:y|ies|ied)|"
    r"writes?|wrote|add(?:s|ed)|quot(?:e|es|ed|ing|ation)|words?|claim(?:s|ed)|argue[sd]|"
    r"believe[sd]|think(?:s)?|thought|recommend(?:s|ed)|suggest(?:s|ed)|states?|stated|notes?|noted|"
    r"puts?|literally)\b"
)
_LITERALLY = re.compile(
    r"\b(?:(?:wort)?wörtlich\w*|wort für wort|im wortlaut|o-ton|ich zitiere|zitat|verbatim|"
    r"word for word|i quote|and quote|in (?:seinen|ihren|deren|his|her|their)(?: eigenen| own)? "
    r"(?:worten|words)|mit (?:seinen|ihren|diesen|den) worten)\b"
)
_OF_WHOM = re.compile(r"^(?: \w+){1,2}:")  # Zitat Uwe Groß: …
_ADDRESS = re.compile(
    r"@\w|://|^(?:https?|mailto|tel|sms|data|javascript|magnet):|^localhost\b"
    r"|\w\.[^\W\d_]{2,}|(?<![\w.])\.[^\W\d_]{2,}|\w\.xn--"
    r"|(?:\d{1,3}\.){3}\d|(?:[\da-f]{1,4}:){3}|[\da-f]::[\da-f]|::[\da-f]{1,4}\b"
)
# Written so that no program sees it: evil (dot) com.
_SPELT = re.compile(
    r"[(\[{]\s?(?:\.|dot|punkt|at)\s?[)\]}]"
    r"|\b(?:dot|punkt) (?:com|de|org|net|info|io|ai|me|at|ch|eu|uk|us|biz|shop|app|dev|xyz|top)\b"
)
_AROUND = ".,;:!?…()[]{}<>\"'„“”‚‘’»«"
_OPENING = ("(", "[", "{", "<", '"', "'", "„", "“", "‚", "‘", "»", "«")


def addresses(text: str) -> Iterator[str]:
    """Yield web and mail addresses, handles and IP addresses, each as the word that holds it."""
    plain = unicodedata.normalize("NFKC", text.translate(_UNICODE_DOT)).casefold()
    for word in plain.split():
        core = word.rstrip(_AROUND)
        core = core[1:] if core.startswith(_OPENING) else core
        if _ADDRESS.search(core):
            yield core
    yield from (found.group() for found in _SPELT.finditer(plain))


def addresses_occur(prose: str, evidence: str) -> bool:
    """Return whether every address that a sentence names is in the evidence."""
    named = set(addresses(prose))
    return not named or named <= set(addresses(evidence))


def quotes_verbatim(prose: str, evidence: str, speakers: tuple[str, ...] = ()) -> bool:
    """Return whether all that a sentence gives as a person's words is in the evidence.

    `speakers` are full names: a colon behind one announces a quotation.
    """
    text = _canonical(prose)
    marked = _marked(text, evidence)
    if marked is None:
        # Where sentences are cut inside a quotation, a source has a mark without its partner.
        return _words(text, _WORD_OR_MARK) in _words(_canonical(evidence), _WORD_OR_MARK)
    block = [text] if _BLOCK.match(text) else []
    given = [*marked, *block, *_announced(text.casefold(), speakers)]
    if not given:
        return True
    said = _words(evidence)
    return _words(text) in said or all(_words(part) in said for part in given)


def _words(text: str, kind: re.Pattern[str] = _WORD) -> str:
    """Keep only the words, so that neither signs nor the ends of other words matter."""
    words = kind.findall(text.casefold())
    return f" {' '.join(words)} " if words else ""


def _marked(text: str, evidence: str) -> list[str] | None:
    """Return the texts between quotation marks; None if the marks do not pair."""
    parts: list[str] = []
    opened: re.Match[str] | None = None
    has_single = False
    for mark in _MARK.finditer(text):
        before, behind = text[: mark.start()][-1:], text[mark.end() :][:1]
        is_single = mark["single"] is not None
        is_opening = (not before or before.isspace()) and behind.isalnum()
        if is_single and before.isalnum() and behind.isalnum():
            continue  # an apostrophe
        if opened is None:
            if before.isdigit() and not behind.isalnum():
                continue  # a measure
            if is_single and before.isalnum() and not has_single:
                continue  # the guests' wish, where nothing is quoted in such marks
            elided = _ELIDED.match(text, mark.start()) if is_single else None
            if elided and elided.group() in _ELIDED.findall(_canonical(evidence)):
                continue  # 'ne Menge, which the source has
            opened, has_single = mark, has_single or is_single
        elif is_single and opened["single"] is None:
            continue  # what is quoted in a quotation
        elif is_single != (opened["single"] is not None) or is_opening:
            return None
        else:
            parts.append(text[opened.end() : mark.start()])
            opened = None
    return parts if opened is None else None


def _announced(text: str, speakers: tuple[str, ...]) -> Iterator[str]:
    """Yield what follows "he says:" and "literally", to the end."""
    colons = list(_COLONS.finditer(text))
    for before, colon in zip([None, *colons], colons, strict=False):
        head = text[before.end() if before else 0 : colon.start()]
        if _SAYS.search(head) or people_named(head, speakers):
            yield text[colon.end() :]
            break
    if literally := _LITERALLY.search(text):
        behind = _OF_WHOM.sub("", text[literally.end() :])
        yield behind if _WORD.search(behind) else text[: literally.start()].rpartition(",")[0]


def _canonical(text: str) -> str:
    """Write each mark as " or ', so that there is one way to write it."""
    return "".join(map(_sign, text))


@lru_cache(maxsize=4096)
def _sign(letter: str) -> str:
    if letter.isalnum() and letter not in _SINGLE + _DOUBLE or letter.isspace():
        return letter
    if letter in _SINGLE:
        return "'"
    if letter in _COLON:
        return ":"
    is_sign = unicodedata.category(letter) in ("Pi", "Pf", "Ps", "Pe", "Po", "Sk")
    return '"' if letter in _DOUBLE or (is_sign and letter not in _ORDINARY) else letter
