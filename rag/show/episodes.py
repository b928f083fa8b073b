"""Answer what the fields of episodes say: when, how long, how many, what they are called."""

import re

from corpus import Episode, clock
from rag.show.query import MOST_EPISODES, Asked, Facts, joined, told_in_lines
from rag.text.names import people_named
from rag.types import ShowNote
from rag.wording.formats import long_date, long_time, short_date, whole_number

MOST_LISTED = 40  # titles
_DAYS = re.compile(r"\b(tage|days|zwischen|between|abstand)\b")
_MEANING = re.compile(r"\bwas (heißt|heisst)\b")  # and not "wie"
_A_PODCAST = re.compile(r"\b(?:ein(?:en)?|eigenen?|a|own|another) podcast\b")
_DIFFERENCE = re.compile(r"\b(viel|um wie viel|unterschied|differenz|how much|difference)\b")


def dates(asked: Asked) -> Facts:
    """Say when each came out, and of two how many days lie between."""
    dated = [(e, e.published) for e in _newest(asked) if e.published]
    if not dated:
        return asked.unknown(asked.words.no_date)
    sentences = [
        asked.words.date.format(
            episode=asked.named(e), date=long_date(day, asked.language), note=note
        )
        for note, (e, day) in enumerate(dated, 1)
    ]
    if len(dated) == 2 and _DAYS.search(asked.text.lower()):
        (_, one), (_, other) = dated
        sentences.append(asked.counted(asked.words.days, abs((one - other).days)))
    notes = tuple(ShowNote(e, short_date(day)) for e, day in dated)
    return Facts(_of_many(asked, joined(sentences)), notes, len(notes))


def durations(asked: Asked) -> Facts:
    """Say how long each is, also all together, and by how much two differ."""
    if asked.extreme in ("longest", "shortest"):
        return _extreme(asked)
    timed = [(e, e.duration) for e in _newest(asked) if e.duration is not None]
    if not timed:
        return asked.unknown(asked.words.no_duration)
    lengths = [length for _, length in timed]
    sentences = [
        asked.words.duration.format(
            episode=asked.named(e), duration=long_time(length, asked.language), note=note
        )
        for note, (e, length) in enumerate(timed, 1)
    ]
    if len(timed) > 1 and asked.for_total:
        total = sum(e.duration or 0 for e in asked.episodes)
        sentences.append(asked.words.total.format(sum=long_time(total, asked.language)))
    if len(timed) == 2 and _DIFFERENCE.search(asked.text.lower()):
        difference = long_time(abs(lengths[0] - lengths[1]), asked.language)
        sentences.append(asked.words.difference.format(duration=difference))
    notes = tuple(ShowNote(e, clock(length)) for e, length in timed)
    return Facts(_of_many(asked, joined(sentences)), notes, len(notes))


def episodes(asked: Asked) -> Facts:
    """Count the episodes that are meant, and list them: the newest where they are too many."""
    if _A_PODCAST.search(asked.text.lower()) and people_named(asked.text, asked.corpus.speakers):
        return Facts("", ())  # "Does Uwe have a podcast?" is not about this one
    if asked.extreme and asked.episodes:
        return _extreme(asked)
    count = len(asked.episodes)
    if not count and not any(episode.published for episode in asked.corpus):
        return asked.unknown(asked.words.no_date)
    shown = asked.episodes[-MOST_LISTED:] if asked.narrowed else _newest(asked)
    notes = tuple(ShowNote(episode, episode.title) for episode in shown)
    if asked.narrowed:
        of = {"all": len(asked.corpus.episodes)}
        sentence = asked.counted(asked.words.some_episodes, count, **of)
        return Facts(sentence if count else asked.words.no_episodes, notes, gap=not count)
    if count > len(shown):
        form = asked.words.newest_episodes
        return Facts(form.format(shown=len(shown), count=count), notes)
    return Facts(asked.counted(asked.words.count, count), notes)


def _extreme(asked: Asked) -> Facts:
    """Name the longest, shortest, newest or oldest, by its title and what makes it that."""
    by_length = asked.extreme in ("longest", "shortest")
    if by_length and all(episode.duration is None for episode in asked.episodes):
        return _by_words(asked)
    told, notes = [], []
    for episode in asked.episodes[:MOST_EPISODES]:
        form = asked.words.extreme_length if by_length else asked.words.extreme_date
        length, day = episode.duration, episode.published
        if (length if by_length else day) is None:
            continue
        value = long_time(length or 0, asked.language)
        if not by_length and day:
            value = long_date(day, asked.language)
        notes.append(ShowNote(episode, episode.title))
        told.append(
            form.format(
                which=asked.words.extremes[asked.extreme or "newest"],
                episode=asked.inside(episode),
                title=episode.title.strip(),
                value=value,
                note=len(notes),
            )
        )
    return Facts(joined(told), tuple(notes), len(notes))


def _by_words(asked: Asked) -> Facts:
    """Name the episode with most or fewest words, where nobody says how long any is."""
    gap = asked.unknown(asked.words.no_duration)
    words = {e.number: sum(len(turn.text.split()) for turn in e.turns) for e in asked.episodes}
    spoken = [episode for episode in asked.episodes if words[episode.number]]
    if len(spoken) < 2:
        return gap
    end = (max if asked.extreme == "longest" else min)(spoken, key=lambda e: words[e.number])
    told = asked.words.extreme_words.format(
        which=asked.words.extremes[asked.extreme or "longest"],
        episode=asked.inside(end),
        title=end.title.strip(),
        words=whole_number(words[end.number], asked.language),
    )
    return Facts(f"{gap.sentence} {told}", (ShowNote(end, end.title),), 1)


def titles(asked: Asked) -> Facts:
    """Say what each is called, or the podcast."""
    podcast = asked.corpus.podcast
    if not asked.narrowed and _MEANING.search(asked.text.lower()):
        return Facts("", ())
    if asked.one is None and re.search(r"\bpodcasts?\b", asked.text.lower()):
        title = podcast.title
        return Facts(asked.words.podcast.format(title=title), (ShowNote(None, title),), 1)
    shown = _newest(asked)
    sentences = [
        asked.words.title.format(episode=asked.named(e), title=e.title.strip(), note=note)
        for note, e in enumerate(shown, 1)
    ]
    notes = tuple(ShowNote(e, e.title) for e in shown)
    return Facts(_of_many(asked, joined(sentences)), notes, len(notes))


def links(asked: Asked) -> Facts:
    """List the links of the notes; of an episode without any, the website of the podcast."""
    notes = [
        ShowNote(episode, " ".join(filter(None, [link.title, link.url])))
        for episode in _newest(asked)
        for link in episode.links
    ]
    if (asked.one is None or not notes) and asked.corpus.podcast.website:
        notes.insert(0, ShowNote(None, asked.corpus.podcast.website))
    if not notes:
        return asked.unknown(asked.words.no_links)
    facts = told_in_lines(asked.words.links, notes)
    return Facts(_of_many(asked, facts.sentence), facts.notes, facts.told)


def _newest(asked: Asked) -> tuple[Episode, ...]:
    return asked.episodes[-MOST_EPISODES:]


def _of_many(asked: Asked, sentence: str) -> str:
    """Say before it that it is about the newest ones only."""
    count = len(asked.episodes)
    if count <= MOST_EPISODES:
        return sentence
    newest = asked.words.newest.format(shown=MOST_EPISODES, count=count)
    return f"{newest}\n\n{sentence}"
