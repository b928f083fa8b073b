"""Metrics of answers written by a language model, as pure functions of (answer, example).

Sentence by sentence, after ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate
Text with Citations"): recall asks whether a sentence cites what supports it, precision whether
what it cites is worth citing. ALCE lets another model judge; here the labels do: a citation
supports a sentence if it overlaps a gold place. So recall is about sentences that claim something
the question asked for, and an answer that goes beyond the gold loses precision.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus import sentence_spans
from eval.dataset import Example
from eval.quality.metrics import is_hit, is_verbatim, refusal_is_right
from rag import Answer, Citation
from rag.wording import ANSWERS, NOTICES

_MARKER = re.compile(r"\[(\d+)\]")
_MARKERS_FIRST = re.compile(r"(?:\s*\[\d+\])+")
_UNSUPPORTED = tuple(
    words["unsupported"].format(sentence="", end="").strip() for words in ANSWERS.values()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, and the citations within it or right after it."""

    text: str
    citations: tuple[Citation, ...]

    @property
    def is_unsupported(self) -> bool:
        """Tell if the sentence itself says that it has no source."""
        return any(mark in self.text for mark in _UNSUPPORTED)


def is_written(answer: Answer) -> bool:
    """Tell if a language model wrote the answer."""
    return answer.generator != "extractive"


def sentences(answer: Answer) -> list[Sentence]:
    """Split an answer into sentences with their citations."""
    texts: list[str] = []
    for start, end in sentence_spans(answer.text):
        text = answer.text[start:end]
        behind = _MARKERS_FIRST.match(text)
        if texts and behind:
            texts[-1] += behind.group()
            text = text[behind.end() :]
        texts += [text] if text.strip() else []
    known = {citation.number: citation for citation in answer.citations}
    numbers = [[int(number) for number in _MARKER.findall(text)] for text in texts]
    return [
        Sentence(text.strip(), tuple(known[n] for n in dict.fromkeys(cited) if n in known))
        for text, cited in zip(texts, numbers, strict=True)
    ]


def citation_recall(answer: Answer, example: Example) -> float | None:
    """Return the share of sentences that cite a gold place; None if there is nothing to judge."""
    if not example.gold or not answer.grounded:
        return None
    return _share([any(is_hit(c, example) for c in s.citations) for s in sentences(answer)])


def citation_precision(answer: Answer, example: Example) -> float | None:
    """Return the share of citations that point at a gold place; None without citations or gold."""
    if not example.gold:
        return None
    return _share([is_hit(c, example) for s in sentences(answer) for c in s.citations])


def unsupported_share(answer: Answer) -> float | None:
    """Return the share of sentences without a citation; None for a refusal."""
    if not answer.grounded:
        return None
    return _share([not sentence.citations for sentence in sentences(answer)])


def fabricated_share(answer: Answer) -> float:
    """Return the share of markers that point at nothing; 1 if a quote is not verbatim.

    It must be 0.
    """
    if not is_verbatim(answer):
        return 1.0
    known = {citation.number for citation in answer.citations}
    return _share([int(n) not in known for n in _MARKER.findall(answer.text)]) or 0.0


def generation_rows(pairs: Sequence[tuple[Answer, Example]]) -> list[tuple[str, str]]:
    """Return the figures about written answers, as (name, value)."""
    written = [(answer, example) for answer, example in pairs if is_written(answer)]
    answers = [answer for answer, _ in written]
    # Also what a model wrote in vain was waited and paid for.
    first = [a.timings["first_token_ms"] for a, _ in pairs if "first_token_ms" in a.timings]
    tokens = [answer.tokens for answer, _ in pairs if answer.tokens]
    reasons = {text: reason for words in NOTICES.values() for reason, text in words.items()}
    failed = Counter(reasons.get(a.notice, "other") for a, _ in pairs if a.notice is not None)
    each = ", ".join(f"{count} {reason}" for reason, count in failed.most_common())
    return [
        ("answers that the model wrote", f"{len(written)} of {len(pairs)}"),
        # As in "3 (2 unsupported, 1 timeout)".
        ("extractive because the model failed", f"{failed.total()} ({each})" if each else "0"),
        ("citation recall per sentence", _mean([citation_recall(a, e) for a, e in written])),
        ("citation precision per sentence", _mean([citation_precision(a, e) for a, e in written])),
        ("unsupported share", _mean([unsupported_share(answer) for answer in answers])),
        ("fabricated share", _mean([fabricated_share(answer) for answer in answers])),
        ("rightly answered or refused", _mean([refusal_is_right(a, e) for a, e in written])),
        ("time to the first token, median", f"{median(first):.0f} ms" if first else "–"),
        ("tokens per question, median", f"{median(tokens):.0f}" if tokens else "–"),
    ]


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _mean(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "–"
