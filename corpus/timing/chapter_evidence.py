"""Evidence that a chapter opens at each place: log-likelihood ratios, natural logarithms.

See `corpus.timing.align` for the model as a whole.
"""

import re
import zlib

import numpy as np

from corpus.timing.speech import Floats, Speech, stemmed

EXCESS = 0.015  # title words per second, on top of their usual rate, just after the opening …
FADING = 30.0  # … which halves in this many seconds (hyperbolically) …
REACH = 300.0  # … and is not looked for after these
RELATED = 0.25  # a compound or other form of the word counts so much of it
ECHO = 0.7  # each further hit of the same word counts so much of the one before it
ECHOES = 8
DOUBT = 0.5  # the odds that a title word is not said at the opening at all
COMMON = 0.01  # words said more often (per second) tell nothing
NEW_VOICE = 0.7  # share of chapters that open because somebody else begins to speak
TOPIC = 2.0  # what a change of vocabulary is worth, from the least to the greatest nearby
TOPIC_SPAN = 90.0  # seconds before and after that are compared
TOPIC_NEARBY = 300.0
CUE = 0.7  # what a phrase of transition is worth
CUES = {
    "de": "thema | nächste | frage | werbung | episode | folge | kommen wir | machen wir | "
    "haben wir | wir noch | lass uns | jetzt hast | jetzt habe | zurück zu",
    "en": "topic | next | question | sponsor | episode | let us | let s | move on | "
    "talk about | back to | welcome",
}
_BUCKETS = 1024
# No title has more words, no word more letters, of which a comparison could tell anything.
_MOST_WORDS, _LONGEST_WORD = 30, 40


def opening_evidence(speech: Speech, pace: float) -> Floats:
    """Score each place: does any chapter open here? `pace` in seconds per character."""
    share = max(float(speech.fresh.mean()), 1e-3)
    voice = np.where(speech.fresh, NEW_VOICE / share + 1 - NEW_VOICE, 1 - NEW_VOICE)
    phrases = CUES.get((speech.language or "de")[:2].lower(), CUES["de"]).split("|")
    cues = {" ".join(stemmed(phrase, speech.language)) for phrase in phrases}
    here = [
        not cues.isdisjoint(stems)
        or not cues.isdisjoint(map(" ".join, zip(stems, stems[1:], strict=False)))
        for stems in speech.stems
    ]
    # A phrase of transition may stand in the sentence at a place, or in the one after it.
    cued = np.array([*here, False])
    cued[:-1] |= cued[1:]
    evidence: Floats = np.log(voice) - TOPIC * _sameness(speech, pace) + CUE * cued
    return evidence


def title_evidence(title: str, speech: Speech, pace: float, places: Floats) -> Floats:
    """Score each of `places` (positions): does the chapter with this title open here?"""
    total = np.zeros(len(places))
    for word in list(dict.fromkeys(stemmed(title, speech.language)))[:_MOST_WORDS]:
        if word in speech.words:
            total += _word_evidence(speech.words[word], speech, pace, places, EXCESS)
        relatives = [speech.words[other] for other in _relatives(word, speech)]
        if relatives:
            hits = np.sort(np.concatenate(relatives))
            total += _word_evidence(hits, speech, pace, places, EXCESS * RELATED)
    return total


def _word_evidence(
    hits: Floats, speech: Speech, pace: float, places: Floats, excess: float
) -> Floats:
    usual = (len(hits) + 0.5) / (speech.size * pace)
    if usual > COMMON:
        return np.zeros(len(places))
    gain = np.zeros(len(places))
    first = np.searchsorted(hits, places)
    for echo in range(min(ECHOES, len(hits))):
        index = first + echo
        later = (hits[np.minimum(index, len(hits) - 1)] - places) * pace
        heard = (index < len(hits)) & (later < REACH)
        rate = excess / (1 + np.maximum(later, 0) / FADING)
        gain += np.where(heard, ECHO**echo * np.log1p(rate / usual), 0)
    expected = excess * FADING * np.log1p(REACH / FADING)
    total: Floats = np.logaddexp(np.log(1 - DOUBT) + gain - expected, np.log(DOUBT))
    return total


def _relatives(word: str, speech: Speech) -> set[str]:
    """Find stems that contain the word or are contained in it, or begin alike.

    These are compounds and derivations.
    """
    if not 4 <= len(word) <= _LONGEST_WORD:
        return set()
    found = set(re.findall(rf"^.*{re.escape(word)}.*$", speech.vocabulary, re.MULTILINE))
    if len(word) >= 6:
        found |= set(re.findall(rf"^{re.escape(word[:6])}.*$", speech.vocabulary, re.MULTILINE))
    ends = range(4, len(word) + 1)
    parts = {word[start:end] for end in ends for start in range(end - 3)}
    return (found | (parts & speech.words.keys())) - {word}


def _sameness(speech: Speech, pace: float) -> Floats:
    """Rank how alike the vocabulary before and after each place is, compared nearby: ± 0.5.

    The idea is TextTiling's (Hearst 1997), with ranks instead of depth scores.
    """
    # Words said up to each place, in hashed buckets (places × 1024), rare ones heavier.
    weight = {word: np.log(len(speech.stems) / len(hits)) for word, hits in speech.words.items()}
    bucket = {word: zlib.crc32(word.encode()) % _BUCKETS for word in speech.words}
    bags = np.zeros((len(speech.places), _BUCKETS))
    for row, stems in enumerate(speech.stems, 1):
        for word in stems:
            if len(word) > 2:
                bags[row, bucket[word]] += max(weight[word], 0)
    said = np.cumsum(bags, axis=0)
    seconds = speech.places * pace
    start = np.searchsorted(seconds, seconds - TOPIC_SPAN)
    end = np.searchsorted(seconds, seconds + TOPIC_SPAN).clip(max=len(speech.stems))
    before = np.log1p(np.maximum(said - said[start], 0))
    after = np.log1p(np.maximum(said[end] - said, 0))
    norms = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    alike = (before * after).sum(axis=1) / np.maximum(norms, 1e-9)
    low = np.searchsorted(seconds, seconds - TOPIC_NEARBY)
    high = np.searchsorted(seconds, seconds + TOPIC_NEARBY, side="right")
    ranks = [(alike[a:b] < here).mean() for a, b, here in zip(low, high, alike, strict=True)]
    return np.array(ranks) - 0.5
