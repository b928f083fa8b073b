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

from corpus.people import GUESTS, HOSTS, with_role
from rag.generation.citations import LONGEST_SENTENCE, Claim
from rag.generation.quotations import addresses_occur, quotes_verbatim
from rag.text.analyzer import Analyzer
from rag.text.language import detect
from rag.text.names import people_named
from rag.text.numbers import numbers_in
from rag.types import Language, Quote

ENOUGH_WORDS = 6  # for a language to show
NEARBY = 300  # characters around a sentence that say what it is about
_OTHER: dict[Language, Language] = {"de": "en", "en": "de"}
_EPISODE = re.compile(r"\b(?:Folge|Episode|episode)\s+(\d+)")
_FOREIGN_LETTER = re.compile(r"[^\W\d_A-Za-zÀ-ž]")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-žß][\w-]*|\b[a-z]+[A-Z]\w*")
_INNER_CAPITAL = re.compile(r"\w[A-ZÄÖÜ]")
_TITLES = frozenset("Herr Herrn Frau Dr Prof Mr Mrs Ms Folge Episode Kapitel Podcast I".split())  # noqa: SIM905
# A German noun, not a name: by its ending, or by the article or adjective before it.
_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|tät|ismus|nis|ment|ling|chen|lein|tum|ik|enz|anz|ur|erei)"
    r"(?:en|e|s|se|es)?$|(?:end|ig|lich|isch)es$"
)
_ARTICLE = re.compile(
    r"(?:\b[a-zäöüß]+(?:e|en|er|es|em)|\b(?i:das|d(?:er|ie|en|em|es)|[dmsk]?ein|ihr|im|am|zum|zur|"
    r"beim|vom|ins|ans|viel|mehr|wenig|per|"
    r"(?:[dmsk]?ein|ihr|unser|dies|jed|manch|viel|welch|solch|all)(?:e|en|er|es|em)))\s$"
)
# German openings that are no names though a podcast may never use them.
_CONNECTIVES = frozenset(
    "außerdem zudem allerdings deshalb daher dafür dennoch trotzdem stattdessen insgesamt "  # noqa: SIM905
    "zusammenfassend abschließend schließlich letztlich zunächst erstens zweitens drittens ebenso "
    "hierbei jedoch somit folglich demnach danach hingegen dagegen grundsätzlich ferner weiterhin "
    "beispielsweise insbesondere besonders gerade statt anstatt obwohl falls sobald solange sofern "
    "laut gemäß neben trotz aufgrund anhand mithilfe mittels bezüglich vielmehr darüber deswegen "
    "dadurch außer sowohl weder entweder lediglich gleichzeitig mittlerweile tatsächlich natürlich "
    "umgekehrt entscheidend wichtig".split()
)
_NAME = r"[^\W\d_a-zà-žß][\w-]*"
_SAYS = (
    r"(?:sagt|sagte|meint|erklärt|findet|rät|empfiehlt|erzählt|berichtet|betont|glaubt|nennt|"
    r"says|said|thinks|believes|explains|argues|recommends|suggests|advises|mentions|notes|states|"
    r"tells|describes|claims|points\sout)"
)
# Who is said to say it: "Henn sagt", "sagt Henn", "laut Henn".
_VOICE = re.compile(
    rf"(?:\b(?P<before>\w++)\s)?(?<![\w-])(?P<subject>{_NAME})\s{_SAYS}\b"
    rf"|\b(?:sagt|sagte|meint|erzählt|berichtet|[Ll]aut)\s(?P<object>{_NAME})"
)
_ROLES = (
    (HOSTS, re.compile(r"\b(?:Moderator(?:in)?|Gastgeber(?:in)?|[Tt]he host)\b")),
    (GUESTS, re.compile(r"\b[Dd](?:er|em|en) Gast\b|\b[Tt]he guest\b")),
)


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
    checks = (
        ("source", bool(cited) or not claim.numbers),
        ("end", bool(cited) or claim.prose.endswith((".", "!", "?", ":", "…"))),
        ("language", _speaks(claim.prose, evidence, context.language)),
        ("address", addresses_occur(claim.prose, evidence)),
        ("quotation", quotes_verbatim(said, evidence, context.speakers)),
        ("number", _numbers_occur(claim.prose, evidence, cited)),
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
    return detect(prose, _OTHER[language] if is_long else language) == language


def _numbers_occur(prose: str, evidence: str, cited: Sequence[Quote]) -> bool:
    episodes = {str(quote.episode.number) for quote in cited}
    own = _EPISODE.sub(lambda found: "" if found[1] in episodes else found.group(), prose)
    return numbers_in(own) <= numbers_in(evidence)


def _attributes_rightly(
    prose: str, evidence: str, cited: Sequence[Quote], speakers: tuple[str, ...]
) -> bool:
    """Check that people said to speak are cited, and others named cited or mentioned.

    No unnamed person is cited along with them, except those who mention the people named.
    """
    named = set(people_named(_capitals(prose), speakers))
    speaking = set(people_named(" ".join(_voices(prose)), speakers))
    voices = {quote.speaker for quote in cited}
    spoken_of = set(people_named(_capitals(evidence), speakers))
    if not speaking <= voices or not named <= voices | spoken_of:
        return False
    return not named or voices <= named or named <= spoken_of


def _capitals(text: str) -> str:
    """Keep only the words that can be names: "rau" is none."""
    return " ".join(_CAPITALISED.findall(text))


def _plays_its_role(prose: str, evidence: str, cited: Sequence[Quote]) -> bool:
    """Check that "the guest" is cited with a guest's words, where the guests are known."""
    for roles, pattern in _ROLES:
        if pattern.search(prose) and not pattern.search(evidence):
            for quote in cited:
                names = {person.name for person in with_role(quote.episode.people, roles)}
                if names and quote.speaker not in names:
                    return False
    return True


def _names_occur(
    prose: str, evidence: str, cited: Sequence[Quote], context: VerificationContext
) -> bool:
    analyzer = Analyzer()
    voices = " ".join(filter(None, (quote.speaker for quote in cited)))
    known = set(analyzer.terms(f"{evidence} {voices}"))
    names = _names(prose, context) if context.language == "de" else _capitalised_inside(prose)
    named = chain(names, _voices(prose))
    return all(known.issuperset(analyzer.terms(name)) for name in named)


def _voices(prose: str) -> Iterator[str]:
    """Yield the names of those who are said to say something; "der Tischler sagt" has none."""
    for found in _VOICE.finditer(prose):
        name = found["subject"] or found["object"]
        has_article = found["before"] and _ARTICLE.search(f"{found['before']} ")
        if not has_article and name not in _TITLES:
            yield name


def _capitalised_inside(prose: str) -> Iterator[str]:
    """Yield English names: capitalised inside the sentence, or with an inner capital."""
    for found in _CAPITALISED.finditer(prose):
        is_name = not _opens(prose, found) or _INNER_CAPITAL.search(found.group())
        if is_name and found.group() not in _TITLES:
            yield found.group()


def _names(prose: str, context: VerificationContext) -> Iterator[str]:
    """Yield what can only be a name in German, where every noun has a capital.

    Two in a row, capitals inside a word, or a word that the podcast never uses, without an
    article or adjective before it.
    """
    analyzer = Analyzer()
    words = [found for found in _CAPITALISED.finditer(prose) if found.group() not in _TITLES]
    for place, found in enumerate(words):
        name, opens = found.group(), _opens(prose, found)
        near = [words[place - 1]] if place and not opens else []
        near += words[place + 1 : place + 2]
        in_a_row = any(_adjacent(found, other) and not _opens(prose, other) for other in near)
        is_common = (
            _NOUN.search(name)
            or _ARTICLE.search(prose[: found.start()])
            or (opens and name.lower() in _CONNECTIVES)
        )
        is_strange = not is_common and not all(map(context.is_said, analyzer.terms(name)))
        if _INNER_CAPITAL.search(name) or (in_a_row and not opens) or is_strange:
            yield name


def _adjacent(one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one, other), key=lambda found: found.start())
    return second.start() == first.end() + 1


def _opens(prose: str, found: re.Match[str]) -> bool:
    """Return whether a word has its capital from opening a sentence or what follows a colon."""
    return not re.search(r"\w", prose[: found.start()].rpartition(":")[2])


def _shares_words(prose: str, cited: Sequence[Quote], language: Language) -> bool:
    """Return whether a claim shares words with its source; True across languages."""
    analyzer = Analyzer()
    claimed = set(analyzer.terms(prose))
    if not claimed or any((q.episode.language or "de")[:2] != language for q in cited):
        return True
    around = (q.turn.text[max(0, q.start - NEARBY) : q.end + NEARBY] for q in cited)
    return any(claimed & set(analyzer.terms(text)) for text in around)
