"""Search for an answer in one way after the other, until one of them finds it.

A follow-up is searched for where the answer before it came from, then everywhere. What is asked
about somebody is searched for in their own words, then in what others say of them by name.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.people import GUESTS, speaking
from rag.index.index import Index
from rag.pipeline.replies import answered
from rag.question.followup import about_what, is_bare, means_known
from rag.question.scope import asks_for_each, asks_what_they_say, other_speaker
from rag.requests.topics import topic_asked
from rag.retrieval.answerability import how_likely, is_answer
from rag.retrieval.exact import turns_with
from rag.retrieval.hybrid import retrieve
from rag.retrieval.quotes import asks, choose_quotes, of_each
from rag.retrieval.second_look import SecondLook
from rag.text.analyzer import Analyzer
from rag.text.names import people_named
from rag.types import Found, Hit, Quote, Scope, ShowNote, Span
from rag.understand import Understood, understand

# How far below the best quote more on the same may be, in units of a retrieval score.
MORE_MARGIN = 0.6

# So much better (in units of a retrieval score, and of the reader's logit) what others say fits a
# question than what the one says who is asked: that one says nothing on it. Of 109 questions to
# the speaker who answers them it refuses 1 (of the dev half of the shipped show), of as many to
# somebody else .57 instead of .18.
OTHERS_BETTER, READ_WEIGHT = 0.15, 0.05

# How much less likely an answer from the episode talked about may be than one from another.
STAYS = 0.1
TOPICS = frozenset(("topic", "topic_overview"))  # intents that ask whether it is spoken of

Before = Callable[[], Sequence[Quote | ShowNote]]  # what the answer before cites


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found for a question, and how likely the quotes answer it, 0 to 1."""

    understood: Understood
    found: Found
    quotes: tuple[Quote, ...]
    likely: float

    @property
    def answers(self) -> bool:
        """Tell whether it is given as an answer."""
        return bool(self.quotes) and is_answer(self.likely)


def searched(
    index: Index, understood: Understood, before: Before, second_look: SecondLook | None = None
) -> Searched:
    """Search in each way until one answers; return that, or else the plain one."""
    home = _home(index, understood)
    ways = _ways(index, understood, before, home)
    searches = (_search(index, way, before, second_look) for way in ways)
    tried: list[Searched] = []
    for one in searches:
        if one.answers and (_is_elsewhere(one, home) or _others_say_it(index, one, second_look)):
            one = replace(one, likely=0.0)
        tried.append(one)
        if one.answers:
            return _staying(index, one, before, second_look)
    plain = next(one for one in tried if one.understood is understood)
    return _replied(index, understood, second_look) or plain


def _staying(
    index: Index, one: Searched, before: Before, second_look: SecondLook | None
) -> Searched:
    """Return what is found in the episode talked about, if it answers about as well.

    "Wo wurde die Studie veröffentlicht?" stands alone, and means the one that was spoken of.
    """
    understood = one.understood
    elsewhere_meant = understood.scope != Scope() or understood.named or understood.leaning.within
    if elsewhere_meant or not (understood.question.history and means_known(understood.meant)):
        return one
    episode = next((source.episode for source in before()), None)
    if episode is None or episode == one.quotes[0].episode:
        return one
    inside = replace(understood, scope=Scope(episode.number))
    found = _search(index, inside, before, second_look)
    return found if found.answers and found.likely >= one.likely - STAYS else one


def _replied(
    index: Index, understood: Understood, second_look: SecondLook | None
) -> Searched | None:
    """Search for what somebody who is named answers to others' questions about it."""
    speaker = understood.scope.speaker
    if speaker is None or understood.question.scope.speaker is not None:
        return None
    everybody = replace(understood, scope=replace(understood.scope, speaker=None))
    found = _search(index, everybody, list, second_look)
    quotes = tuple(quote for quote in found.quotes if quote.speaker == speaker)
    if not found.answers or found.quotes[:1] != quotes[:1]:
        return None
    if _is_unsaid(index, understood, found.found):
        return None
    return replace(found, understood=understood, quotes=quotes)


def _others_say_it(index: Index, one: Searched, second_look: SecondLook | None) -> bool:
    """Return whether others speak of what a person was asked about, and that one does not."""
    scope = one.understood.scope
    if scope.speaker is None or one.understood.question.scope.speaker is not None:
        return False  # a filter narrows what is shown, and asks nobody
    if _asked_of(one.understood):
        return False  # without the name it asks nothing that others could say
    everybody = replace(one.understood, scope=replace(scope, speaker=None))
    found = retrieve(index, everybody, second_look)
    # Who only asks about it leaves it to others to say it.
    said = [hit.chunk for hit in found.ranked if not asks(hit.chunk, index.interviewers)]
    if not said or said[0].speaker == scope.speaker:
        return False
    best, own = found.nearness, one.found.nearness
    gap = best.score - own.score + READ_WEIGHT * ((best.read or 0.0) - (own.read or 0.0))
    return gap > OTHERS_BETTER


def elsewhere(
    index: Index, understood: Understood, second_look: SecondLook | None = None
) -> Searched:
    """Search without the episode and the speaker that a question is restricted to."""
    return _search(index, replace(understood, scope=Scope()), list, second_look)


def _ways(
    index: Index, understood: Understood, before: Before, home: int | None
) -> Iterator[Understood]:
    leaning = understood.leaning
    if understood.scope.speaker is None and (of := _asked_of(understood)):
        yield replace(understood, scope=replace(understood.scope, speaker=of))
    if leaning.other or (leaning.within and understood.scope.episode is None):
        sources = before()
        if sources and sources[0].episode:
            yield replace(understood, scope=_scope(index, understood, sources[0]))
    yield understood
    if home is not None:
        yield replace(understood, scope=replace(understood.scope, episode=home))
    asked_of_them = len(understood.named) > 1 and asks_what_they_say(understood.sought)
    if understood.named and understood.scope.speaker is None and not asked_of_them:
        whole = index.embedder.embed_query(understood.sought)
        yield replace(
            understood,
            query=understood.sought,
            vectors=(whole,),
            named=(),
            spoken_of=understood.named,
        )
    text = understood.question.text
    says_what = not is_bare(text) and Analyzer().terms(about_what(text, understood.named))
    if leaning.within and not leaning.more and says_what:
        # What seemed to point back may not: "Was sagen sie über Ethik?" But "er" is who he was.
        alone = understand(index, replace(understood.question, history=()))
        speaker = alone.scope.speaker or understood.scope.speaker
        yield replace(alone, scope=replace(alone.scope, speaker=speaker))


def _home(index: Index, understood: Understood) -> int | None:
    """Return the only episode where all speak who are named, if there is one."""
    scope = understood.scope
    asked = {*understood.named, scope.speaker} - {None}
    if scope.episode is not None or asked == {scope.speaker} or understood.leaning.other:
        return None
    homes = [one.number for one in index.corpus if asked and asked <= {*one.speakers}]
    return homes[0] if len(homes) == 1 else None


def _is_elsewhere(one: Searched, home: int | None) -> bool:
    """Return whether the best quote is of another episode and names nobody who is asked about."""
    best, people = one.quotes[0], one.understood.named
    if home is None or best.episode.number == home or one.understood.spoken_of:
        return False
    return not people_named(best.text, people)


def _asked_of(understood: Understood) -> str | None:
    """Return who is asked about where nothing else is said: "Was hat Uwe vorher gemacht?"."""
    alone = not understood.leaning.within and len(understood.named) == 1
    return understood.named[0] if alone and is_bare(understood.query) else None


def _scope(index: Index, understood: Understood, source: Quote | ShowNote) -> Scope:
    """Return where to look after an answer: in its episode, or for who or which is not cited."""
    episode, corpus = source.episode, index.corpus
    if episode is None:
        return understood.scope
    number = episode.number
    if not understood.leaning.other:
        return Scope(number, understood.scope.speaker)
    cited = source.speaker if isinstance(source, Quote) else None
    with_guests = len(speaking(corpus, episode, GUESTS)) > 1
    named = [cited] if cited else []
    speaker = other_speaker(named, corpus, [episode]) if with_guests else None
    others = [one.number for one in corpus if one.number != number]
    return Scope(others[0] if speaker is None and len(others) == 1 else None, speaker)


def _search(
    index: Index, understood: Understood, before: Before, second_look: SecondLook | None
) -> Searched:
    found = retrieve(index, understood, second_look)
    if understood.spoken_of:
        # Others speak of these people, in turns that name them.
        others = (hit for hit in found.ranked if hit.chunk.speaker not in understood.spoken_of)
        of_them = (hit for hit in others if people_named(hit.chunk.text, understood.spoken_of))
        found = replace(found, ranked=tuple(of_them))
    cited = before() if understood.leaning.anew else ()
    shown = [source for source in cited if isinstance(source, Quote)]
    quotes = _chosen(index, understood, found.ranked, shown)
    # What was asked for more of is answered if the question itself is.
    likely = how_likely(understood, found.nearness, quotes) if quotes else 0.0
    if _is_unsaid(index, understood, found):
        likely = 0.0
    for _ in range(understood.leaning.more):
        shown += quotes
        good = [hit for hit in found.ranked if hit.score >= found.ranked[0].score - MORE_MARGIN]
        quotes = _chosen(index, understood, good, shown)
    return Searched(understood, found, tuple(quotes), likely if quotes else 0.0)


def _is_unsaid(index: Index, understood: Understood, found: Found) -> bool:
    """Return whether a question names what is never said, and the reader sees no answer to it."""
    if understood.is_foreign:
        return False  # "Ethik" is called "ethics" there
    if understood.nothing_said and understood.intent in TOPICS:
        return True
    return (found.nearness.read or 0.0) < 0 and _never_said(index, understood)


def _never_said(index: Index, understood: Understood) -> bool:
    """Return whether a question names what nobody ever does, or who is asked about it never does.

    ("Does anyone mention yaks?", "Was sagt Uwe über Yaks?")
    """
    if understood.intent in TOPICS:
        terms = Analyzer().terms(topic_asked(index, understood) or "")
        return not all(map(index.windows.lexical.knows, terms))
    scope = understood.scope
    asked = scope.speaker or understood.named
    if not asked or understood.question.scope.speaker is not None:
        return False
    topic = about_what(understood.meant, index.corpus.speakers)
    words = [word for word in topic.split() if Analyzer().terms(word)]
    return bool(words) and not any(any(turns_with(index, word, scope)) for word in words)


def _chosen(
    index: Index, understood: Understood, ranked: Sequence[Hit], shown: Sequence[Span]
) -> list[Quote]:
    """Choose what to quote, best first, without what was shown before."""
    unseen = [hit for hit in ranked if not any(map(hit.chunk.overlaps, shown))]
    named = understood.named
    if len(named) == 1 and unseen and unseen[0].chunk.speaker == named[0]:
        # What the only one says who is named, if that is best, and what others say by name.
        unseen = [
            hit
            for hit in unseen
            if hit.chunk.speaker == named[0] or people_named(hit.chunk.text, named)
        ]
    if asks_for_each(understood.query):
        unseen = of_each(unseen, lambda chunk: chunk.episode.id)
    elif len(named) > 1 and about_what(understood.meant, named):
        # "Uwe und Jana zum Leim": both are asked.
        unseen = of_each(unseen, lambda chunk: chunk.speaker if chunk.speaker in named else None)
    quotes = choose_quotes(unseen)
    return answered(index, understood, quotes, shown)
