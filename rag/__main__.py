"""The commands `python -m rag index | check | refresh | search | ask`."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from langchain_core.runnables import Runnable
from tqdm import tqdm

from corpus.command_line import Parser, one_line, run, say
from rag.answer import EXTRACTIVE, answer_pipeline, refused
from rag.embedding import embedder
from rag.errors import QuestionError
from rag.generations import held
from rag.index import Index, check_whole, open_index
from rag.language_model import chat_model
from rag.refresh import refresh
from rag.retrieve import search
from rag.scope import checked
from rag.serialize import answer_json, hit_json
from rag.settings import Settings
from rag.store import is_stale, store_folder
from rag.types import Answer, Hit, Language, Question, Quote, Scope, Span
from rag.understand import understand
from rag.update import embed_part, update_index
from rag.wording import ANSWERS, place

PRIVATE = "ask addresses of private networks too, this machine's among them"
EXAMPLE = 'Example: python -m rag ask "Was sollte man nicht automatisieren?"'


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    return run(_parser(), arguments, lambda options: options.command(options, _settings(options)))


def _index(options: argparse.Namespace, settings: Settings) -> None:
    model = embedder(settings.embedding_model)
    if options.part:
        done = embed_part(settings, model, *options.part)
    else:
        done = update_index(settings, model, options.rebuild)
    say(f"{done.embedded} chunks embedded, {done.kept} kept, {done.removed} removed.")


def _check(options: argparse.Namespace, settings: Settings) -> None:
    store, started = store_folder(settings), perf_counter()
    manifest, hold = held(store)
    size = check_whole(store / manifest.generation, manifest)
    hold.release()
    seconds = perf_counter() - started
    say(f"The index in {store} is whole: {size / 1e6:.1f} MB looked at in {seconds:.2f} s.")


def _refresh(options: argparse.Namespace, settings: Settings) -> None:
    started = perf_counter()
    done = refresh(
        settings, options.source, embedder(settings.embedding_model), options.allow_private
    )
    for failure in done.failures:
        say(f"Warning: {one_line(failure)}", to=sys.stderr)
    new = "1 new episode" if done.added == 1 else f"{done.added} new episodes"
    more = "".join(
        f", {count} {what}"
        for count, what in (
            (done.changed, "changed"),
            (done.kept, "edited by hand and kept"),
            (len(done.failures), "failed"),
        )
        if count
    )
    say(f"{new}{more}, index up to date in {perf_counter() - started:.0f} s")


def _search(options: argparse.Namespace, settings: Settings) -> None:
    index = _open(options, settings)
    understood = understand(index.corpus, _question(options, options.question))
    hits = search(index, understood.query, options.k, understood.scope)
    rows = [hit_json(hit, rank) for rank, hit in enumerate(hits, 1)]
    listed = _listing(hits, understood.language)
    say(json.dumps(rows, ensure_ascii=False, indent=1) if options.json else listed)


def _ask(options: argparse.Namespace, settings: Settings) -> None:
    if (options.question is None) == (options.batch is None):
        raise QuestionError(f"Give either a question or --batch FILE. {EXAMPLE}")
    lines = None if options.batch is None else read_batch(options.batch)
    model = chat_model(settings)
    pipeline = answer_pipeline(_open(options, settings), model)
    if lines is not None:
        return _ask_all(pipeline, lines, options)
    question = _question(options, options.question)
    if not options.json:
        return _print_answer(pipeline, question)
    say(json.dumps(answer_json(pipeline.invoke(question)), ensure_ascii=False, indent=1))


def _print_answer(pipeline: Runnable[Question, Answer], question: Question) -> None:
    """Print an answer: on a terminal while it is written, into a file when it is there."""
    live, shown, answer = sys.stdout.isatty(), "", None
    for answer in pipeline.stream(question):
        if live and answer.text.startswith(shown):
            say(answer.text[len(shown) :], end="")
            shown = answer.text
    assert answer is not None
    if answer.notice:
        say(f"\nNote: {answer.notice}" if shown else f"Note: {answer.notice}", to=sys.stderr)
    if answer.text == shown:
        say()
    else:
        say(f"\n\n{answer.text}" if shown else answer.text)
    if answer.generator != EXTRACTIVE and answer.citations:
        say(f"\n{_sources(answer)}")


def _sources(answer: Answer) -> str:
    """The quotes that a written answer cites; an extractive one has them in its text."""
    words = ANSWERS[answer.language]["quote"]
    quotes = [(c.number, c.source) for c in answer.citations if isinstance(c.source, Quote)]
    return "\n".join(
        f"{words.format(quote=quote.text, number=number)} {_heading(quote, answer.language)}"
        for number, quote in quotes
    )


def _ask_all(
    pipeline: Runnable[Question, Answer], lines: list[dict[str, Any]], options: argparse.Namespace
) -> None:
    for line in tqdm(lines, desc="Asking", unit="question", delay=2, disable=None):
        asked = _question(options, line["question"], line.get("history") or [])
        try:
            answer = pipeline.invoke(asked)
        except QuestionError as error:
            # One question that cannot be asked must not cost the others their answers.
            answer = refused(asked, str(error))
        say(json.dumps(answer_json(answer, line.get("id")), ensure_ascii=False))


def read_batch(file: Path) -> list[dict[str, Any]]:
    """The questions of a JSONL file, blank lines skipped.

    Raises QuestionError that names the line which is not {"question": "…", …}.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise QuestionError(f"{file}: cannot be read ({reason})") from error
    return [_batch_line(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _batch_line(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"{file}, line {number}: not JSON ({error})") from error
    history = data.get("history") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("question"), str):
        raise QuestionError(f'{file}, line {number}: no text under "question"')
    if history is not None and not (
        isinstance(history, list) and all(isinstance(text, str) for text in history)
    ):
        raise QuestionError(f'{file}, line {number}: "history" is no list of texts')
    return data


def _open(options: argparse.Namespace, settings: Settings) -> Index:
    index = open_index(settings, embedder(settings.embedding_model))
    checked(_scope(options), index.corpus)
    if is_stale(settings):
        say("Note: the corpus is newer than its index. Run: python -m rag index", to=sys.stderr)
    return index


def _question(options: argparse.Namespace, text: str, history: Sequence[str] = ()) -> Question:
    return Question(text, tuple(history), _scope(options))


def _scope(options: argparse.Namespace) -> Scope:
    return Scope(options.episode, options.speaker)


def _listing(hits: list[Hit], language: Language) -> str:
    return "\n\n".join(
        f"{rank}. {_heading(hit.chunk, language)}\n{hit.chunk.text.strip()}"
        for rank, hit in enumerate(hits, 1)
    )


def _heading(span: Span, language: Language) -> str:
    chapter = span.chapter.title if span.chapter else None
    where = place(span.episode, chapter, span.begins, language)
    return ", ".join(filter(None, [span.speaker, where]))


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings.from_environment(os.environ)
    given = {"corpus": options.corpus, "store": options.store}
    return replace(settings, **{name: value for name, value in given.items() if value})


def _parser() -> Parser:
    parser = Parser("python -m rag", description="Ask a podcast.", epilog=EXAMPLE)
    commands = parser.add_subparsers(
        required=True, metavar="index | check | refresh | search | ask"
    )
    index = _command(commands, "index", _index, "bring the index up to date with the corpus")
    how = index.add_mutually_exclusive_group()
    how.add_argument("--rebuild", action="store_true", help="embed everything anew")
    how.add_argument(
        "--part",
        type=_part,
        metavar="N/M",
        help="only embed the N-th of M parts into the Chroma server; run without it afterwards",
    )
    _command(commands, "check", _check, "find out whether the index is what was written")
    refresh = _command(
        commands, "refresh", _refresh, "import what is new and bring the index up to date"
    )
    refresh.add_argument("source", nargs="?", help="a feed, a folder or a file (default: the feed)")
    refresh.add_argument("--allow-private", action="store_true", help=PRIVATE)
    search = _command(commands, "search", _search, "list the passages that fit a question")
    search.add_argument("question")
    search.add_argument("-k", type=_positive, default=5, metavar="N", help="how many (default 5)")
    ask = _command(commands, "ask", _ask, "answer a question with cited quotes")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="one question per line")
    for command in (search, ask):
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--episode", type=int, metavar="N", help="only this episode")
        command.add_argument("--speaker", metavar="NAME", help="only what this person says")
    return parser


def _command(
    commands: "argparse._SubParsersAction[Parser]",
    name: str,
    run: Callable[[argparse.Namespace, Settings], None],
    purpose: str,
) -> Parser:
    parser = commands.add_parser(name, help=purpose, description=purpose, epilog=EXAMPLE)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    parser.add_argument("--store", type=Path, metavar="DIR", help="folder of the index")
    parser.set_defaults(command=run)
    return parser


def _part(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError("must be like 1/4: a part and how many there are")
    return int(found[1]), int(found[2])


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1 on")
    return min(int(text), 1000)


if __name__ == "__main__":
    sys.exit(main())
