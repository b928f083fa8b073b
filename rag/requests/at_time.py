"""Quote what is said at a time, at the beginning, at the end, or beside what was just quoted."""

import re
from collections.abc import Sequence
from itertools import takewhile

from corpus import Episode, clock
from rag.question.followup import only_places
from rag.question.how_many import number_asked
from rag.question.times import Stretch, times_named
from rag.requests.places import capital, episode_meant, named, speakers, which_episode
from rag.requests.request import Request, Told
from rag.requests.spoken import MOST_WORDS, beginning_of, joined, length_of, sentences_of
from rag.text.highlight import CLOCK_TICK, said_at
from rag.types import Chunk, Quote, Scope, Span
from rag.wording.languages import words_in
from rag.wording.words import Requests

MOMENT_WORDS = 110  # that are quoted of a moment, and of the beginning or the end
STRETCH_WORDS = 450  # that are quoted of a stretch: some three minutes of talk
MOST_TURNS = 8  # that are quoted
NEAR = 40  # sentences before and behind an answer in which an example belongs to it
_EXAMPLE = re.compile(
    r"\b(?:\w*beispiel\w*|(?:for|an) (?:example|instance)|examples?|e\.g\.|z\. ?b\.)", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:davor|vorher|zuvor|früher|zurück|vorangegangen\w*|before|earlier|back|previous\w*|prior)\b"
)
_ONE = re.compile(r"\b(?:satz|schlusssatz|sentence|line)\b")


def at_time(request: Request) -> Told | None:
    """Quote the words said at the time that is named; None where there is none."""
    stretch = _stretch(request)
    if stretch is None:
        return None
    episode = episode_meant(request)
    return _heard(request, episode, stretch) if episode else which_episode(request)


def beginning(request: Request) -> Told | None:
    """Quote the first words of an episode, or those of a speaker who is named."""
    return _end(request, from_end=False)


def ending(request: Request) -> Told | None:
    """Quote the last words of an episode, or those of a speaker who is named."""
    return _end(request, from_end=True)


def goes_on(request: Request) -> Told | None:
    """Quote on from the answer before, or what led up to it; None where it quoted nothing."""
    quoted = _passage([one for one in request.before() if isinstance(one, Quote)])
    if not quoted:
        return None
    text = request.understood.question.text.lower()
    back, far = _BACK.search(text) is not None, times_named(text)
    if far is not None and (begins := quoted[0].begins) is not None:
        moved = begins.seconds + (-far.start if back else far.start)
        start = max(moved, 0.0)
        at = Stretch(start, start + far.end - far.start, is_moment=True)
        return _heard(request, quoted[0].episode, at)
    return _beside(request, quoted, back=back)


def example(request: Request) -> Told | None:
    """Quote what is said near the answer before and speaks of an example; None where nothing is."""
    quoted = [one for one in request.before() if isinstance(one, Quote)]
    if not quoted:
        return None
    sentences = sentences_of(request.index, Scope(quoted[0].episode.number))
    place = (quoted[0].turn_index, quoted[0].start)
    at = sum((one.turn_index, one.start) < place for one in sentences)
    near = sorted(range(max(at - NEAR, 0), min(at + NEAR, len(sentences))), key=lambda n: n < at)
    texts = {n: sentences[n].text.rstrip() for n in near}
    found = (n for n in near if _EXAMPLE.search(texts[n]) and not texts[n].endswith("?"))
    new = (n for n in found if not any(map(sentences[n].overlaps, quoted)))
    first = next(new, None)
    if first is None:
        return None
    kept = beginning_of(sentences[first:], MOST_WORDS, 1)
    return Told(_words(request).example, tuple(joined(kept)))


def _stretch(request: Request) -> Stretch | None:
    understood, corpus = request.understood, request.index.corpus
    own = times_named(understood.question.text)
    # "Und ganz am Ende?" after minute 15 is another place; "und in Folge 1?" is the same.
    if own or not only_places(understood.question.text, corpus.speakers):
        return own
    return times_named(understood.meant)


def _heard(request: Request, episode: Episode, stretch: Stretch) -> Told | None:
    words, place = _words(request), named(episode, request)
    duration = length_of(episode)
    sentences = sentences_of(request.index, Scope(episode.number))
    if duration is None or not sentences:
        return Told(capital(words.untimed.format(episode=place)), ())
    start, end = stretch.within(duration)
    if start >= duration:
        told = words.beyond.format(episode=place, length=clock(duration), time=clock(start))
        return Told(capital(told), ())
    # From the sentence at the one time to that before the other; who speaks in between, perhaps
    # without a time, is heard too.
    first, until = _place(sentences, said_at(episode, start)), max(end - CLOCK_TICK, start)
    later = takewhile(
        lambda one: one.begins is None or one.begins.seconds < until, sentences[first + 1 :]
    )
    said = [sentences[first], *later]
    most = MOMENT_WORDS if stretch.is_moment else STRETCH_WORDS
    kept = beginning_of(said, most, MOST_TURNS)
    form = words.said_at if stretch.is_moment else words.said_between
    told = capital(form.format(episode=place, time=clock(start), end=clock(min(end, duration))))
    left = said[len(kept) :] if not stretch.is_moment else ()
    goes_on = words.goes_on.format(time=left[0].begins) if left else ""
    return Told(" ".join(filter(None, [told, goes_on])), tuple(joined(kept)))


def _place(sentences: Sequence[Chunk], wanted: Span | None) -> int:
    """Return which of these sentences holds a span, or is the first behind it."""
    if wanted is None:
        return 0
    at = (wanted.turn_index, wanted.start)
    behind = (n for n, one in enumerate(sentences) if (one.turn_index, one.end) > at)
    return next(behind, len(sentences) - 1)


def _end(request: Request, *, from_end: bool) -> Told | None:
    episode = episode_meant(request)
    if episode is None:
        return which_episode(request)
    stretch = _stretch(request)
    if stretch is not None and length_of(episode) is not None:
        return _heard(request, episode, stretch)  # "die letzten zehn Minuten"
    people = speakers(request)
    scope = Scope(episode.number, people[0] if len(people) == 1 else None)
    sentences = sentences_of(request.index, scope)
    if not sentences:
        return None
    # "Die ersten drei Sätze", "the last line".
    text = request.understood.question.text
    count = number_asked(text) or (1 if _ONE.search(text.lower()) else None)
    if from_end:
        kept = beginning_of(sentences[::-1], MOMENT_WORDS, MOST_TURNS)[::-1]
        kept = sentences[-count:] if count else kept
    else:
        kept = beginning_of(sentences, MOMENT_WORDS, MOST_TURNS)
        kept = sentences[:count] if count else kept
    words, speaker = _words(request), scope.speaker
    forms = (words.ends, words.ends_with) if from_end else (words.begins, words.begins_with)
    told = forms[speaker is not None].format(episode=named(episode, request), speaker=speaker)
    return Told(capital(told), tuple(joined(kept)))


def _words(request: Request) -> Requests:
    return words_in(request.understood.language).requests


def _passage(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the first quote and those that follow on it without a gap."""
    passage = list(quotes[:1])
    for quote in quotes[1:]:
        last = passage[-1]
        next_turn = last.episode == quote.episode and quote.turn_index == last.turn_index + 1
        if not (next_turn or (last.same_turn(quote) and 0 <= quote.start - last.end <= 1)):
            break
        passage.append(quote)
    return passage


def _beside(request: Request, quoted: Sequence[Quote], *, back: bool) -> Told | None:
    episode = quoted[0].episode
    sentences = sentences_of(request.index, Scope(episode.number))
    if back:
        first = (quoted[0].turn_index, quoted[0].start)
        ahead = [one for one in sentences if (one.turn_index, one.start) < first]
        kept = beginning_of(ahead[::-1], MOMENT_WORDS, MOST_TURNS)[::-1]
    else:
        last = (quoted[-1].turn_index, quoted[-1].end)
        behind = [one for one in sentences if (one.turn_index, one.start) >= last]
        kept = beginning_of(behind, MOMENT_WORDS, MOST_TURNS)
    say = _words(request)
    form = (say.before_that if back else say.after_that) if kept else say.no_further
    return Told(form.format(episode=named(episode, request)), tuple(joined(kept)))
