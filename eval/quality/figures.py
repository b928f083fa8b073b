"""The figures of a report: metrics averaged over the questions of a part, with intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np

from corpus import Corpus, chapter_spans
from eval.dataset import Gold
from eval.quality.asking import SENTENCES, WINDOWS, Asked
from eval.quality.bootstrap import Interval, mean_interval, ratio_interval
from eval.quality.metrics import (
    hit_at,
    is_attributed,
    is_right_voice,
    is_told_rightly,
    is_verbatim,
    is_whole,
    quotes,
    refusal_is_right,
    says,
    time_error,
)
from eval.quality.ranking import Passage, ndcg, recall, reciprocal_rank, within

BUDGETS = (100, 300)  # words
DEPTHS = (1, 3, 5, 10)
OURS = (WINDOWS, SENTENCES)
PARAPHRASES, FOLLOW_UPS = ("paraphrase", "para"), ("followup", "follow")
Metric = Callable[[Asked], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report, over `count` questions or quotes.

    `part` is that of a set, as "shipped/dev". `interval` is the 95 % confidence interval, if any;
    `unit` is "" for shares. `system` names the system whose ranking it is, or "a / b" for a ratio
    of two.
    """

    name: str
    part: str
    value: float
    count: int
    interval: Interval | None = None
    unit: str = ""
    system: str = ""

    @property
    def is_ratio(self) -> bool:
        """Tell if it compares two systems."""
        return " / " in self.system

    @property
    def key(self) -> str:
        """Return the name as in thresholds.toml: with the system, if there is one."""
        return f"{self.name}, {self.system}" if self.system else self.name

    def __str__(self) -> str:
        if self.unit:
            return f"{self.value:.1f} {self.unit}"
        spread = f" ({self.interval[0]:.2f}–{self.interval[1]:.2f})" if self.interval else ""
        return f"{self.value:.2f}{spread}"


def figures(asked: Mapping[str, Sequence[Asked]], corpus: Corpus) -> list[Figure]:
    """Compute all figures, part by part of a set; those that it cannot measure are left out.

    `corpus` is read from its files, not taken from the index, so that attribution is judged by the
    published transcript.
    """
    found: list[Figure] = []
    for part, some in asked.items():
        found += _answers(part, some) + _refusals(part, some)
        found += _quotes(part, some, corpus)
        times = [one.answer.timings["total_ms"] for one in some if "total_ms" in one.answer.timings]
        found += _middle("latency, median", part, times, 50, "ms")
        found += _middle("latency, p95", part, times, 95, "ms")
        found += _rankings(part, [one for one in some if one.rankings])
    return found


def _answers(part: str, asked: Sequence[Asked]) -> list[Figure]:
    """Judge quotes of questions that the transcript answers, and facts from the show notes."""
    answerable = [one for one in asked if one.example.answerable]
    with_gold = [one for one in answerable if one.example.gold]
    kinds = {
        "quote hit@1": [hit_at(a.answer, a.example, 1) for a in with_gold],
        "quote hit@3": [hit_at(a.answer, a.example, 3) for a in with_gold],
        "show facts": [says(a.answer, a.example) for a in answerable if _is(a, "show")],
        "paraphrases hit@3": [
            hit_at(a.answer, a.example, 3) for a in with_gold if _is(a, *PARAPHRASES)
        ],
        "follow-ups": [hit_at(a.answer, a.example, 3) for a in answerable if _is(a, *FOLLOW_UPS)],
    }
    return [share for name, values in kinds.items() for share in mean(name, part, values)]


def _is(one: Asked, *kinds: str) -> bool:
    return one.example.type in kinds


def _refusals(part: str, asked: Sequence[Asked]) -> list[Figure]:
    """Judge refusals; refusing a false premise counts as right, never as "answerable refused"."""
    refused = [one for one in asked if not one.answer.grounded]
    unanswerable = [one for one in asked if not one.example.answerable]
    answerable = [one for one in asked if one.example.answerable and not _is(one, "false_premise")]
    kinds = {
        "refusal precision": [refusal_is_right(one.answer, one.example) for one in refused],
        "refusal recall": [not one.answer.grounded for one in unanswerable],
        "answerable refused": [not one.answer.grounded for one in answerable],
    }
    return [share for name, values in kinds.items() for share in mean(name, part, values)]


def _quotes(part: str, asked: Sequence[Asked], corpus: Corpus) -> list[Figure]:
    spans = {episode.id: chapter_spans(episode) for episode in corpus}
    cited = [quote for one in asked for quote in quotes(one.answer)]
    with_quotes = [one for one in asked if quotes(one.answer)]
    of_gold = [one for one in with_quotes if one.example.gold]
    errors = [error for one in of_gold if (error := _first_error(one, corpus)) is not None]
    right = [
        is_attributed(quote, corpus, spans.get(quote.episode.id, ()))
        and is_told_rightly(quote, one.answer)
        for one in asked
        for quote in quotes(one.answer)
    ]
    lengths = [len(quote.text.split()) for quote in cited]
    voices = [is_right_voice(quotes(a.answer)[0], a.example, corpus) for a in of_gold]
    return [
        *_plain("verbatim", part, [is_verbatim(one.answer) for one in with_quotes]),
        *_plain("attribution", part, right),
        *_plain("whole quotes", part, [is_whole(quote) for quote in cited]),
        *_middle("length of a quote, median", part, lengths, 50, "words"),
        *mean("first quote of the right speaker and episode", part, voices),
        *_middle("time error, median", part, errors, 50, "s"),
        *_middle("time error, p90", part, errors, 90, "s"),
    ]


def _first_error(one: Asked, corpus: Corpus) -> float | None:
    """Return the time error of the first quote that hits, or None."""
    errors = (time_error(quote, one.example, corpus) for quote in quotes(one.answer)[:3])
    return next((error for error in errors if error is not None), None)


def _rankings(part: str, asked: Sequence[Asked]) -> list[Figure]:
    if not asked:
        return []
    systems = list(asked[0].rankings)
    found = [
        figure
        for name, metric in RANKING_METRICS.items()
        for system in systems
        for figure in mean(name, part, _ranked(asked, system, metric), system)
    ]
    for words in BUDGETS:
        name = f"recall at {words} words"
        scores = {system: _ranked(asked, system, RANKING_METRICS[name]) for system in systems}
        for pair in product(OURS, [other for other in systems if other not in OURS]):
            ours, theirs = (scores[system] for system in pair)
            if np.mean(theirs):
                ratio, spread = np.mean(ours) / np.mean(theirs), ratio_interval(ours, theirs)
                both = " / ".join(pair)
                found.append(Figure(name, part, float(ratio), len(ours), spread, system=both))
    return found


Ranked = Sequence[Passage]
RankingMetric = Callable[[Ranked, Sequence[Gold]], float]


def _shortened(metric: RankingMetric, shorten: Callable[[Ranked], Ranked]) -> RankingMetric:
    return lambda ranked, golds: metric(shorten(ranked), golds)


RANKING_METRICS: dict[str, RankingMetric] = {
    **{f"recall@{k}": partial(recall, k=k) for k in DEPTHS},
    "MRR": reciprocal_rank,
    "nDCG@10": _shortened(ndcg, lambda ranked: ranked[:10]),
    **{f"recall at {n} words": _shortened(recall, partial(within, words=n)) for n in BUDGETS},
    **{f"nDCG at {n} words": _shortened(ndcg, partial(within, words=n)) for n in BUDGETS},
}


def _ranked(asked: Sequence[Asked], system: str, metric: RankingMetric) -> list[float]:
    return [float(metric(one.rankings[system], one.example.gold)) for one in asked]


def mean(name: str, part: str, values: Sequence[float], system: str = "") -> list[Figure]:
    """Average the values of questions, with an interval; no figure of no values."""
    if not values:
        return []
    interval = mean_interval(values)
    return [Figure(name, part, float(np.mean(values)), len(values), interval, system=system)]


def _plain(name: str, part: str, values: Sequence[float]) -> list[Figure]:
    """Average a share that must be 1, without the interval, which would say nothing."""
    return [Figure(name, part, float(np.mean(values)), len(values))] if values else []


def _middle(
    name: str, part: str, values: Sequence[float], percent: float, unit: str
) -> list[Figure]:
    if not values:
        return []
    return [Figure(name, part, float(np.percentile(values, percent)), len(values), unit=unit)]
