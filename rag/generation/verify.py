"""Check one sentence of a model against the sentences that it cites.

By rules, not by another model: what they let pass can still misread its source, which is why the
quotes are shown; but numbers, names, quotations and addresses come from the transcript, and
no one is credited with another's words. A sentence that is wrongly refused costs little: the
quotes remain.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.people import with_role
from rag.generation.citations import LONGEST_SENTENCE, Claim
from rag.generation.quotations import addresses_occur, quotes_verbatim
from rag.text.analyzer import Analyzer
from rag.text.grammar import is_common, is_title, roles_in, voices, without_episodes
from rag.text.language import detect, spoken_in
from rag.text.names import people_named
from rag.text.numbers import numbers_in
from rag.types import Language, Quote
from rag.wording.languages import LANGUAGES

ENOUGH_WORDS = 6  # for a language to show
NEARBY = 300  # characters around a sentence that say what it is about
_FOREIGN_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ž]")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-žß][\w-]*|\b[a-z]+[A-Z]\w*")
_INNER_CAPITAL = re.compile(r"\w[A-ZÄÖÜ]")


@dataclass(frozen=True, slots=True)
class VerificationContext:
    """Context for checking, besides the cited sentences: speakers, and terms that are ever said."""

    language: Language
    speakers: tuple[str, ...]
    is_said: Callable[[str], bool]


def rejection_reason(
    claim: Claim, cited: Sequence[Quote], context: VerificationContext, announced: str = ""
) -> str | None:
    """Return why a claim is rejected given what it cites, in a word; None if it is accepted.

    A claim that cites nothing is accepted if there is nothing in it to check. `announced` is the
    sentence before it if that ends in a colon.
    """
    if len(claim.prose) > LONGEST_SENTENCE:
        return "length"
    evidence = " ".join(quote.text for quote in cited)
    said = f"{announced} {claim.prose}".strip()
    episodes = {str(quote.episode.number) for quote in cited}
    numbers = numbers_in(without_episodes(claim.prose, episodes))
    checks = (
        ("source", bool(cited) or not claim.numbers),
        ("end", bool(cited) or claim.prose.endswith((".", "!", "?", ":", "…"))),
        ("language", _speaks(claim.prose, evidence, context.language)),
        ("address", addresses_occur(claim.prose, evidence)),
        ("quotation", quotes_verbatim(said, evidence, context.speakers)),
        ("number", numbers <= numbers_in(evidence)),
        ("speaker", _attributes_rightly(claim.prose, evidence, cited, context.speakers)),
        ("role", _plays_its_role(claim.prose, evidence, cited)),
        ("name", _names_occur(claim.prose, evidence, cited, context)),
        ("topic", not cited or _shares_words(claim.prose, cited, context.language)),
    )
    return next((name for name, passed in checks if not passed), None)


def _speaks(prose: str, evidence: str, language: Language) -> bool:
    if not set(_FOREIGN_LETTER.findall(prose)) <= set(evidence):
        return False
    # A tie goes to the default: a long sentence has to have more words of its language.
    is_long = len(prose.split()) >= ENOUGH_WORDS
    others = [other for other in LANGUAGES if other != language]
    return detect(prose, others[0] if is_long else language) == language


def _attributes_rightly(
    prose: str, evidence: str, cited: Sequence[Quote], speakers: tuple[str, ...]
) -> bool:
    """Check that people said to speak are cited, and others named cited or mentioned.

    No unnamed person is cited along with them, except those who mention the people named.
    """
    named = set(people_named(_capitals(prose), speakers))
    speaking = set(people_named(" ".join(voices(prose)), speakers))
    heard = {quote.speaker for quote in cited}
    spoken_of = set(people_named(_capitals(evidence), speakers))
    if not speaking <= heard or not named <= heard | spoken_of:
        return False
    return not named or heard <= named or named <= spoken_of


def _capitals(text: str) -> str:
    """Keep only the words that can be names: "rau" is none."""
    return " ".join(_CAPITALISED.findall(text))


def _plays_its_role(prose: str, evidence: str, cited: Sequence[Quote]) -> bool:
    """Check that "the guest" is cited with a guest's words, where the guests are known."""
    for role in roles_in(prose) - roles_in(evidence):
        for quote in cited:
            names = {person.name for person in with_role(quote.episode.people, role)}
            if names and quote.speaker not in names:
                return False
    return True


def _names_occur(
    prose: str, evidence: str, cited: Sequence[Quote], context: VerificationContext
) -> bool:
    analyzer = Analyzer()
    speakers = " ".join(filter(None, (quote.speaker for quote in cited)))
    known = set(analyzer.terms(f"{evidence} {speakers}"))
    if context.language == "de":
        names = list(_names(prose, context))
    else:  # English ones: capitalised inside the sentence, or with an inner capital
        names = [
            found.group()
            for found in _CAPITALISED.finditer(prose)
            if not _opens(prose, found) or _INNER_CAPITAL.search(found.group())
        ]
        names = [name for name in names if not is_title(name)]
    named = chain(names, voices(prose))
    return all(known.issuperset(analyzer.terms(name)) for name in named)


def _names(prose: str, context: VerificationContext) -> Iterator[str]:
    """Yield what can only be a name in German, where every noun has a capital.

    Two in a row, capitals inside a word, or a word that the podcast never uses, without an
    article or adjective before it.
    """
    analyzer = Analyzer()
    words = [found for found in _CAPITALISED.finditer(prose) if not is_title(found.group())]
    for place, found in enumerate(words):
        name, opens = found.group(), _opens(prose, found)
        near = [words[place - 1]] if place and not opens else []
        near += words[place + 1 : place + 2]
        in_a_row = any(
            (other.end() + 1 == found.start() or found.end() + 1 == other.start())
            and not _opens(prose, other)
            for other in near
        )
        common = is_common(name, prose[: found.start()], opens=opens)
        is_strange = not common and not all(map(context.is_said, analyzer.terms(name)))
        if _INNER_CAPITAL.search(name) or (in_a_row and not opens) or is_strange:
            yield name


def _opens(prose: str, found: re.Match[str]) -> bool:
    """Return whether a word has its capital from opening a sentence or what follows a colon."""
    return not re.search(r"\w", prose[: found.start()].rpartition(":")[2])


def _shares_words(prose: str, cited: Sequence[Quote], language: Language) -> bool:
    """Return whether a claim shares words with its source; True across languages."""
    analyzer = Analyzer()
    claimed = set(analyzer.terms(prose))
    if not claimed or any(spoken_in(quote) != language for quote in cited):
        return True
    around = (q.turn.text[max(0, q.start - NEARBY) : q.end + NEARBY] for q in cited)
    return any(claimed & set(analyzer.terms(text)) for text in around)
