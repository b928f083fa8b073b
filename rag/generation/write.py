"""Write answers with a language model that cannot misquote.

passages → prompt → model → claims, one by one: checked, then shown with their citations

Only what passed the check is ever shown, so nothing has to be taken back. Where nothing is
accepted or the model fails, the extractive answer is given, with a line that says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from time import perf_counter

from rag.errors import GenerationFailed, Reason
from rag.generation.citations import Citations, Claim, claims
from rag.generation.context import Passages, passages_for
from rag.generation.rewrite import Writer
from rag.generation.verify import VerificationContext, rejection_reason
from rag.types import Answer, Found, Language
from rag.wording.formats import notice
from rag.wording.languages import LANGUAGES, words_in

SENT_TOKENS = 3000  # of passages with one question
LONGEST_ANSWER = 12  # sentences; two to five are asked for, and a model that babbles never ends


def write(
    writer: Writer, question: str, found: Found, extractive: Answer, context: VerificationContext
) -> Iterator[Answer]:
    """Yield answers that replace one another while the model writes; the last is the final one.

    `question` can be understood by itself; `extractive` is the answer to fall back on.
    """
    reply = _Reply(writer, extractive)
    passages = passages_for(found, SENT_TOKENS)
    draft = None
    try:
        for draft in drafts(reply.texts(question, passages), passages, context):
            yield reply.answer(draft.text, draft.citations)
    except GenerationFailed as failure:
        yield reply.instead(failure.reason)
        return
    if draft is not None:
        # Once more, now that all is counted.
        yield reply.answer(draft.text, draft.citations)
    else:
        yield reply.instead("unsupported" if reply.said_something else "empty")


def drafts(
    pieces: Iterator[str], passages: Passages, context: VerificationContext
) -> Iterator["Draft"]:
    """Yield what may be shown of a reply, each time that something more of it is accepted.

    The last is without citations if the model refuses; there is none if nothing is accepted.
    """
    draft = Draft(Citations(passages), context)
    for claim in islice(claims(pieces), LONGEST_ANSWER):
        said = claim.prose.casefold()
        refuses = any(unsaid.rstrip(".").casefold() in said for unsaid in _unsaid().values())
        if refuses and not draft.cited:
            yield Draft(Citations(passages), context, _unsaid()[context.language])
            return
        if draft.add(claim) and draft.cited:
            yield draft


def _unsaid() -> dict[Language, str]:
    """Return what refuses to answer, in each language."""
    return {language: words_in(language).answers.unsaid for language in LANGUAGES}


@dataclass(slots=True)
class _Reply:
    """One reply of a model: the clock, the count of tokens, and answers made from it."""

    writer: Writer
    extractive: Answer
    started: float = field(default_factory=perf_counter)
    first_ms: float | None = None
    tokens: int = 0
    said_something: bool = False

    def texts(self, question: str, passages: Passages) -> Iterator[str]:
        """Ask the model, and yield its text as it arrives."""
        language = self.extractive.language
        messages = self.writer.prompts.answer[language].format_messages(
            passages=passages, question=question, unsaid=_unsaid()[language]
        )
        for piece in self.writer.model.stream(messages):
            self.tokens += piece.tokens
            self.said_something = self.said_something or bool(piece.text.strip())
            if self.first_ms is None and piece.text:
                self.first_ms = self._elapsed()
            yield piece.text

    def answer(self, text: str, citations: Citations) -> Answer:
        """Return what has been written so far; without citations it is a refusal."""
        cited = tuple(citations)
        return replace(
            self._timed(),
            text=text,
            citations=cited,
            grounded=bool(cited),
            generator=self.writer.model.name,
        )

    def instead(self, reason: Reason) -> Answer:
        """Return the extractive answer, with the reason why it is given."""
        return replace(self._timed(), notice=notice(reason, self.extractive.language))

    def _timed(self) -> Answer:
        before, elapsed = self.extractive.timings, self._elapsed()
        timings = before | {"generation_ms": elapsed}
        if self.first_ms is not None:
            timings["first_token_ms"] = self.first_ms
        timings["total_ms"] = round(before.get("total_ms", 0.0) + elapsed, 1)
        return replace(self.extractive, timings=timings, tokens=self.tokens)

    def _elapsed(self) -> float:
        return round((perf_counter() - self.started) * 1000, 1)


@dataclass(slots=True)
class Draft:
    """The answer as it grows: the claims that were accepted, and what they cite."""

    citations: Citations
    context: VerificationContext
    text: str = ""
    cited: int = 0
    uncited: int = 0
    announcing: str = ""
    said: set[str] = field(default_factory=set)

    def add(self, claim: Claim) -> bool:
        """Add a claim if it is accepted and was not made before; return whether it was added."""
        cited = self.citations.quotes(claim)
        if claim.prose in self.said or rejection_reason(
            claim, cited, self.context, self.announcing
        ):
            return False
        # A sentence without a source may lead over to one that has one, not replace it.
        if not cited and self.uncited > self.cited:
            return False
        self.said.add(claim.prose)
        self.announcing = claim.prose if claim.prose.endswith(":") else ""
        sentence = self.citations.resolved(claim)
        if cited:
            self.cited += 1
        else:
            self.uncited += 1
            words = sentence.rstrip(".!?:…")
            marked = words_in(self.context.language).answers.unsupported
            sentence = marked.format(sentence=words, end=sentence[len(words) :])
        between = "\n\n" if claim.opens else " "
        self.text = f"{self.text}{between}{sentence}".strip()
        return True
