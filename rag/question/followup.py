"""Detect follow-up questions without a language model; each is asked with the one before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Corpus
from rag.question.episode_names import names_episode, without_episode
from rag.question.resumed import asks_for_example, asks_for_more, language_wanted
from rag.question.scope import (
    Place,
    asks_other,
    names_place,
    names_role,
    other_episode,
    other_speaker,
    people_meant,
    place_named,
    without_place,
)
from rag.question.unsaid import content_terms
from rag.text.analyzer import Analyzer
from rag.text.language import detect
from rag.text.names import people_named, without_names
from rag.text.numbers import figure
from rag.types import Language, Scope

# How a question opens that goes on from the last.
_OK = r"^\W*(?:(?:ok|okay|ah|aha|achso|hm+|gut|well|alright)\W+)?"
_OPENS = re.compile(_OK + r"(und|aber|also|sondern|oder|and|but|so|or|what about|how about)\b")
_ES = r"(?<![Gg]ibt )(?<![Gg]eht )(?<!ist )(?<![Rr]egnet )\bes\b"
# What points back. Read with its capitals: "das Angebot" does not, nor does "davon, dass …" or "es
# …, zu …", which point ahead.
_POINTS_BACK = re.compile(
    r"\b(diese[mnrs]?|dies|dort|da|stattdessen|its|this|these|those|instead|ones?)\b"
    r"|\bda(bei|durch|für|gegen|mit|nach|ran|rauf|raus|rüber|von|vor|zu)\b(?!( \w+)?,)"
    r"|\b(der|die|den|dem)\W*$"
    r"|(?<!, )\b(der|die|den|dem)\b(?= (auch|beruflich|damals|dann|davor|dazu|denn|eigentlich|"
    r"früher|genau|gerade|heute|immer|jetzt|mal|nicht|noch|privat|schon|selber|selbst|so|sonst|"
    r"überhaupt|vorher|wirklich)\b)"
    r"|\bdas\b(?=\W*$| (alles|auch|bei|dann|denn|eigentlich|für|genauer?|hat|heißt|ist|mal|nicht|"
    r"noch|seiner|schon|so|war|wieder)\b)"
    r"|\b(die|von|diesen?|of the|the|they|of them|them) (beiden?|both|two)\b(?! [A-ZÄÖÜ])"
    r"|\b(both|two) of (them|these|those)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!out )\bthere\b"
    r"|\bthat\b(?=\W*$| (is|was|one|way|mean|work|help|about|right|so)\b)"
    r"|\b(is|was|does|did|do|about|of|with|for|by) that\b"
)
# What points back unless something behind it says that it points ahead.
_OR_AHEAD = (
    (re.compile(r"\b(dann|then)\b"), re.compile(",")),
    (re.compile(_ES), re.compile(",| zu ")),
    (re.compile(r"(?<!is )(?<!worth )\bit\b"), re.compile(r"\b(to|that|when|if)\b")),
)
# "Sie" addresses, "sie" points back, if no person comes before it in the same question.
_SOMEBODY = re.compile(r"^[^,]*\b(er|ihm|ihn|sie|he|him|she|they|them)\b")
# "Und die beste?", "And a minute later?": a question, however short.
_ASKS_ON = re.compile(
    _OK + r"(?:und|aber|and|but|or|oder)\s+"
    r"(?:de[rmns]|die|das|ein\w*|in|im|bei|was|wie|wer|wo|wann|"
    r"warum|von|a|an|the|at|what|who|how|when|where|why|from|later|then)\b"
)
_QUESTION = re.compile(
    _OK + r"(?:und |and )?(?:wer|wen|wem|was|wie|wo|wann|warum|wieso|welche\w*|who|whom|what|how|"
    r"where|when|why|which)\b"
)
_KNOWN = re.compile(r"\b(?:de[rmns]|die|das|the|diese\w?|this|these)\s+\w{3,}", re.IGNORECASE)
_YOU = re.compile(r"\b(?:du|dir|dich|deine?\w?|ihr|euch|sie|ihnen|you|your|u)\b")
# "Und was sagt Uwe über Leim?" needs nothing before it.
_OF_TOPIC = re.compile(r"\b(?:über|zu[mr]?|vom?|von|about|on)\s+(?P<topic>\S.*)$")
# Words around whom or where a question is meant for, when it asks nothing else.
_LITTLE = frozenset(
    "und and aber but oder or also ja yes so was what wie how about ist is mit with in im der die "  # noqa: SIM905
    "das den dem des von vom of zu zum zur für for from bei at the ich i es it he she er sie da "
    "denn dann then nun now jetzt sondern nicht not sieht aus no nach auf on do does did hat has "
    "tell me erzähl erzähle mir über".split()
)
# What points back in a question that says little else.
_SOMETHING = re.compile(
    r"\b(seine?[mnrs]?|ihre?[mnrs]?|his|her|it|their|that|there)\b"
    rf"|{_ES}|\bdas\b(?!\s+[A-ZÄÖÜ])"
)
FEW_TERMS = 3
# What corrects the question before and adds nothing to it: "Nein, ich meinte Folge 1".
_CORRECTING = re.compile(
    r"\b(nein|nee?|nope?|sorry|meine?|meinte|meint|meant|mean|stattdessen|instead|lieber|doch|eher|"
    r"rather|bitte|please|sag(?:t|te|en)|says?|said|denkt|thinks?|hält|findet|gemeint|dazu|davon)\b",
    re.IGNORECASE,
)
# Characters of a question together with what it leans on: two of the longest. What is read in it,
# is read with patterns that take their time over a long text.
LONGEST_TOGETHER = 2001
_BARE = re.compile(
    r"^\W*(warum|wieso|weshalb|(?:wie|how)(?: \w+)?|(?:seit |bis |ab )?wann|wo|wer|was|womit|wozu|"
    r"welche[rnsm]?|why|(?:since )?when|where|who|what|which|zum beispiel|for example)"
    r"(\W+(genau|denn|dann|das|so|nicht|noch|auch|eigentlich|überhaupt|exactly|not|come|else|then))"
    r"*\W*$"
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a follow-up takes from the answer before.

    `within`: it is asked of that answer's episode first; `other`: of somebody else than who is
    cited there, or of the other episode; `more`: so often more of the same was asked for; `anew`:
    nothing that was quoted there is to be quoted again.
    """

    within: bool = False
    other: bool = False
    more: int = 0
    anew: bool = False


def search_query(text: str, history: Sequence[str], names: tuple[str, ...] = ()) -> str:
    """Return what to search for: the question, and the last one if it depends on that.

    `history` are the earlier questions, oldest first; the last may itself lean on one before. A
    self-contained question is left alone, so that a new topic is not mixed with the old.
    `names` are those of the show's people. Whom or which episode the later one names takes the
    place of those that the earlier one does.
    """
    return " ".join([text, *leaned_on(text, history, names)])


def language_of(text: str, history: Sequence[str], default: str | None) -> Language:
    """Return the language of a question; one that could be either is in that of those before it."""
    for earlier in history:
        default = detect(earlier, default)
    return detect(text, default)


def leaned_on(text: str, history: Sequence[str], names: tuple[str, ...] = ()) -> list[str]:
    """Return the earlier questions that a question leans on, the latest first.

    Without the people and episodes that others come instead of.
    """
    parts: list[str] = []
    last, room = text, LONGEST_TOGETHER - len(text)
    for earlier in reversed(history):
        room -= len(earlier) + 1
        if room < 0 or not depends_on_history(last, names):
            break
        later, left = " ".join([text, *parts]), earlier.strip()
        if people_named(later, names) or asks_other(later) or names_role(later):
            left = without_names(left, names)
        left = without_episode(left) if names_episode(later) else left
        # Of "Wer ist Uwe?", where only "er" was Uwe, nothing is left that "Und Jana?" leans on.
        parts += [] if parts and left != earlier.strip() and is_bare(left) else [left]
        last = earlier
    return list(filter(None, parts))


def stands_before(text: str, history: Sequence[str], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the earlier questions as typed, oldest first, that tell what a question means."""
    taken: list[str] = []
    for earlier in reversed(history):
        if not depends_on_history(text, names):
            break
        taken.insert(0, earlier)
        text = earlier
    return tuple(taken)


def only_places(text: str, names: tuple[str, ...]) -> bool:
    """Return whether a question only says whom or which episode the one before is meant for.

    ("Und Michael?", "What about the other guest?", "Nein, ich meinte Folge 1")
    """
    left = re.findall(r"[^\W\d_]+", _CORRECTING.sub(" ", without_place(text, names)).lower())
    return _LITTLE.issuperset(left) and names_place(text, names)


def asking(before: Sequence[str], names: tuple[str, ...]) -> str:
    """Return the latest of earlier questions that asks more than of whom or which: "die zweite"."""
    for text in before:
        if only_places(text, names):
            continue
        words = re.findall(r"[^\W_]+", text.lower())
        ordinals = [found[1] for word in words if (found := figure(word))]
        if not any(ordinals) or not all(word in _LITTLE or figure(word) for word in words):
            return text
    return before[-1]


def adds_nothing(text: str) -> bool:
    """Return whether a turn only takes up the question before: "Mehr dazu", "Ein Beispiel?"."""
    return asks_for_more(text) or asks_for_example(text) or language_wanted(text) is not None


def depends_on_history(text: str, names: tuple[str, ...] = ()) -> bool:
    """Return whether a question seems to need the one before it to be understood.

    False alarms do little harm: follow-ups are searched for by themselves as well.
    """
    lowered = text.lower()
    # Who says whom it is put to and what about opens a topic with "und", and leans on nothing.
    topic = people_named(text, names) and Analyzer().terms(about_what(text, names))
    opens = _OPENS.search(lowered) and not topic
    if opens or _BARE.search(lowered) or _points_back(text):
        return True
    if only_places(text, names) or adds_nothing(text):
        return True
    if _SOMEBODY.search(text) and not people_named(text, names):
        return True
    few = len(Analyzer().terms(text)) <= FEW_TERMS
    return len(text.split()) == 1 or (few and bool(_SOMETHING.search(text)))


def asks_on(text: str) -> bool:
    """Return whether a turn goes on asking, however little: "Und die beste?", "Who is she?"."""
    return bool(_ASKS_ON.match(text.lower()) or _SOMEBODY.search(text))


def asks_of_somebody(text: str) -> bool:
    """Return whether a turn asks a thing of its own of whoever is spoken of: "Hat er Kinder?"."""
    return bool(_SOMEBODY.search(text)) and bool(content_terms(text))


def asks_what(text: str) -> bool:
    """Return whether a turn asks a whole question, and not of who answers: "Wer war das?"."""
    lowered = text.lower()
    whole = len(lowered.split()) >= FEW_TERMS and _QUESTION.match(lowered)
    return bool(whole) and not _YOU.search(lowered)


def names_another(text: str) -> bool:
    """Return whether a turn only puts another thing in place of the one before: "Und Leim?"."""
    lowered = text.lower()
    return bool(_OPENS.search(lowered)) and not _QUESTION.match(lowered) and not _points_back(text)


def means_known(text: str) -> bool:
    """Return whether a question speaks of something as known, and says little else of it.

    ("Wo wurde die Studie veröffentlicht?", "Why the difference?")
    """
    return bool(_KNOWN.search(text)) and len(Analyzer().terms(text)) <= FEW_TERMS


def about_what(text: str, names: tuple[str, ...]) -> str:
    """Return what comes behind "about" in a question, without names; "" where nothing does."""
    found = _OF_TOPIC.search(text)
    return without_names(found["topic"], names) if found else ""


def _points_back(text: str) -> bool:
    if _POINTS_BACK.search(text):
        return True
    for pointer, ahead in _OR_AHEAD:
        # What is behind the last is behind each.
        *_, last = [None, *pointer.finditer(text)]
        if last is not None and not ahead.search(text, last.end()):
            return True
    return False


def is_bare(text: str) -> bool:
    """Return whether a question says so little that even its kind is that of the one before.

    ("Und in Folge 1?" after "Wer ist zu Gast in Folge 2?")
    """
    return len(Analyzer().terms(without_episode(text))) < 2


def place_meant(
    text: str, before: Sequence[str], history: Sequence[str], scope: Scope, corpus: Corpus
) -> Place:
    """Return the place that the question names, or else that of the latest one `before` it."""
    if asks_other(text) and history and scope == Scope():
        # Of those that the question before names.
        number = other_episode(text, history, corpus)
        people = people_named(history[-1], corpus.speakers)
        return Place(Scope(number, None if number else other_speaker(people, corpus, corpus)))
    named = place_named(text, scope, corpus)
    if named != Place(scope) or not before:
        return named
    # What one of them asks of somebody whom another names is asked of nobody.
    places = (place_named(f"{text} {earlier}", scope, corpus) for earlier in before)
    place = next((one for one in places if one != Place(scope)), Place(scope))
    people = people_meant(text, corpus)
    if len(people) != 1 or scope.speaker is not None:
        return place
    # "Und Michael?" is asked of him, wherever he speaks.
    episode = corpus.episode(place.scope.episode) if place.scope.episode is not None else None
    heard = episode is None or people[0] in episode.speakers
    number = place.scope.episode if heard else scope.episode
    speaker = people[0] if only_places(text, corpus.speakers) else place.scope.speaker
    return Place(Scope(number, speaker), place.missing_episode)
