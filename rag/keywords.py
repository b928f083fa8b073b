"""What a podcast is about, in single words: those of its titles that are much talked of.

No language model and no list of topics: a word of a title counts where the talk has it often; in
German only a noun, which is written with a capital also within a sentence.
"""

import re
from collections import Counter
from itertools import chain
from math import log

from corpus import Corpus, Episode, sentence_spans
from rag.suggestions import is_topic
from rag.text.analyzer import STOP_WORDS, Analyzer

TOPICS = 8  # that the first screen has room for
LATEST = 20  # episodes that are looked at
OFTEN = 4  # times that a word is said
CAPITAL = 0.8  # of these with a capital, where no sentence begins
SHORT = 5  # letters; shorter words are told only if they are capitals throughout
_WORD = re.compile(r"[^\W\d_][\w’'-]*\w")


def keywords(corpus: Corpus, most: int) -> tuple[str, ...]:
    """Return words that the latest episodes are about, those that tell most apart first."""
    episodes = corpus.episodes[-LATEST:]
    titled = _titled(corpus, episodes)
    said = [_said(episode, titled, episode.language or "") for episode in episodes]
    count = sum(said, Counter[str]())
    among = Counter(term for one in said for term in one)
    scores = {
        term: times * log((1 + len(said)) / among[term])
        for term, times in count.items()
        if times >= OFTEN
    }
    ranked = sorted(scores, key=lambda term: (-scores[term], term))
    return tuple(titled[term] for term in ranked[:most])


def _titled(corpus: Corpus, episodes: tuple[Episode, ...]) -> dict[str, str]:
    """Map the terms of titles to the words there, without names of people and of the podcast."""
    people = {person.name for episode in episodes for person in episode.people}
    names = (*corpus.speakers, *people, corpus.podcast.title)
    parts = {word.lower() for name in names for word in _WORD.findall(name)}
    known = parts | {f"{part}s" for part in parts}  # also "Stevens"
    chapters = (chapter for episode in episodes for chapter in episode.chapters)
    titles = (*(one.title for one in episodes), *(one.title for one in chapters))
    words = (word for title in titles for word in _WORD.findall(title) if is_topic(word))
    telling = (word for word in words if len(word) >= SHORT or (len(word) > 1 and word.isupper()))
    analyzer = Analyzer()
    return {
        _term(word, analyzer): word for word in telling if word.lower() not in known | STOP_WORDS
    }


def _said(episode: Episode, wanted: dict[str, str], language: str) -> Counter[str]:
    """Count the wanted terms in the talk of an episode; in German those of nouns."""
    german = language.lower().startswith("de")
    # Without the first of each sentence, which has a capital anyhow.
    spoken = (
        _WORD.findall(turn.text, start, end)[1:]
        for turn in episode.turns
        for start, end in sentence_spans(turn.text)
    )
    words, analyzer = Counter(chain.from_iterable(spoken)), Analyzer()
    capital, other = Counter[str](), Counter[str]()
    for word, times in words.items():
        if (term := _term(word, analyzer)) in wanted:
            (capital if word[0].isupper() or not german else other)[term] += times
    return Counter({term: n for term, n in capital.items() if n >= CAPITAL * (n + other[term])})


def _term(word: str, analyzer: Analyzer) -> str:
    return " ".join(analyzer.terms(word)) or word.lower()
