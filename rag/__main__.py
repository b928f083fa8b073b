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

from langchain_core.runnables import Runnable
from tqdm import tqdm

from corpus import NachgefragtError
from corpus.cli import Parser, as_called, one_line, run, say
from corpus.gathered import Failure
from rag.batch import read_batch
from rag.embedding.embedder import Embedder, embedder
from rag.embedding.query_cache import Once
from rag.errors import QuestionError
from rag.generation.chat_model import chat_model
from rag.index.index import Index, check_whole, open_index
from rag.pipeline.library import Library, library_pipeline, search_library
from rag.pipeline.podcast import refused
from rag.question.scope import checked
from rag.retrieval.second_look import second_look
from rag.serialize import answer_json, hit_json
from rag.settings import Settings
from rag.shelf import empty, for_each, shelf, tell_failure
from rag.store.generations import held
from rag.store.manifest import BUILD, is_stale, store_folder
from rag.text.language import detect
from rag.types import EXTRACTIVE, Answer, Language, Question, Quote, Scope, Span
from rag.upkeep.refresh import refresh
from rag.upkeep.update import embed_part, update_index
from rag.wording.formats import place_of, quotation
from rag.wording.languages import words_in

PRIVATE = "ask addresses of private networks too, this machine's among them"
EXAMPLE = 'Example: python -m rag ask "Was sollte man nicht automatisieren?"'


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    return run(_parser(), arguments, _run)


def _run(options: argparse.Namespace) -> None:
    """Run a command with the environment's settings, and what the options say otherwise."""
    try:
        settings = Settings.from_environment(os.environ)
        if options.corpus:  # that one alone, whatever the environment says
            settings = replace(settings, library=None)
        given = {"corpus": options.corpus, "library": options.library, "store": options.store}
        told = {name: value for name, value in given.items() if value}
        options.command(options, replace(settings, **told))
    except QuestionError as error:
        # As answers are: in the question's language.
        language = detect(getattr(options, "question", None) or "", None)
        raise QuestionError(error.in_language(language)) from error


def _index(options: argparse.Namespace, settings: Settings) -> None:
    model = embedder(settings.embedding_model)

    def indexed(one: Settings) -> str:
        if options.part:
            done = embed_part(one, model, *options.part)
        else:
            done = update_index(one, model, options.rebuild)
        return f"{done.embedded} chunks embedded, {done.kept} kept, {done.removed} removed."

    for_each(settings, options.podcast, indexed)


def _check(options: argparse.Namespace, settings: Settings) -> None:
    def looked_at(one: Settings) -> str:
        store, started = store_folder(one), perf_counter()
        manifest, hold = held(store)
        size = check_whole(store / manifest.generation, manifest)
        hold.release()
        seconds = perf_counter() - started
        return f"The index in {store} is whole: {size / 1e6:.1f} MB looked at in {seconds:.2f} s."

    for_each(settings, options.podcast, looked_at)


def _refresh(options: argparse.Namespace, settings: Settings) -> None:
    if options.source and settings.library and not options.podcast:
        raise QuestionError("Say which podcast of the library this is: --podcast SLUG")
    model = embedder(settings.embedding_model)

    def refreshed(one: Settings) -> str:
        started = perf_counter()
        done = refresh(one, options.source, model, options.allow_private)
        for failure in done.failures:
            say(f"Warning: {one_line(failure)}", to=sys.stderr)
        new = "1 new episode" if done.added == 1 else f"{done.added} new episodes"
        others = (
            (done.changed, "changed"),
            (done.kept, "edited by hand and kept"),
            (len(done.failures), "failed"),
        )
        more = "".join(f", {count} {what}" for count, what in others if count)
        return f"{new}{more}, index up to date in {perf_counter() - started:.0f} s"

    for_each(settings, options.podcast, refreshed)


def _search(options: argparse.Namespace, settings: Settings) -> None:
    library = _opened(options, settings)
    hits = search_library(library, _question(options, options.question), options.k)
    language = detect(options.question, library.indexes[0].corpus.podcast.language)
    rows = [hit_json(hit, rank) for rank, hit in enumerate(hits, 1)]
    listed = (
        f"{rank}. {_heading(hit.chunk, language)}\n{hit.chunk.text.strip()}"
        for rank, hit in enumerate(hits, 1)
    )
    if options.json:
        say(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        say("\n\n".join(listed) or words_in(language).errors.nothing_fits)


def _ask(options: argparse.Namespace, settings: Settings) -> None:
    if (options.question is None) == (options.batch is None):
        raise QuestionError(f"Give either a question or --batch FILE. {EXAMPLE}")
    lines = None if options.batch is None else read_batch(options.batch)
    model = chat_model(settings)
    pipeline = library_pipeline(_opened(options, settings), model)
    if lines is None:
        question = _question(options, options.question)
        if not options.json:
            return _print_answer(pipeline, question)
        answer = pipeline.invoke(question)
        return say(json.dumps(answer_json(answer), ensure_ascii=False, indent=1))
    for line in tqdm(lines, desc="Asking", unit="question", delay=2, disable=None):
        asked = _question(options, line["question"], line.get("history") or [])
        try:
            answer = pipeline.invoke(asked)
        except QuestionError as error:
            # One question that cannot be asked must not cost the others their answers.
            answer = refused(asked, error)
        say(json.dumps(answer_json(answer, line.get("id")), ensure_ascii=False))


def _print_answer(pipeline: Runnable[Question, Answer], question: Question) -> None:
    """Print an answer: to a terminal while it is being written, to a file once it is complete."""
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
        # An extractive one has its quotes in its text.
        language = answer.language
        quotes = ((c.number, c.source) for c in answer.citations if isinstance(c.source, Quote))
        told = (f"{quotation(q.text, n, language)} {_heading(q, language)}" for n, q in quotes)
        say("\n" + "\n".join(told))


def _opened(options: argparse.Namespace, settings: Settings) -> Library:
    """Open the index, or every index of the library that can be opened."""
    model, again = embedder(settings.embedding_model), second_look(settings.reranker)
    if settings.library is None:
        return Library((_open(settings, model, _scope(options)),), again)
    on = shelf(settings, options.podcast)
    for failure in on.failures:
        tell_failure(failure)
    indexes, model = [], Once(model)
    for slug, one in on.podcasts.items():
        try:
            indexes.append(_open(one, model, Scope()))
        except NachgefragtError as error:
            tell_failure(Failure(slug, str(error)))
    if not indexes:
        raise empty(settings)
    return Library(tuple(indexes), again, on.several)


def _open(settings: Settings, model: Embedder, scope: Scope) -> Index:
    index = open_index(settings, model)
    checked(scope, index.corpus)
    if is_stale(settings):
        say(as_called(f"Note: the corpus is newer than its index. Run: {BUILD}"), to=sys.stderr)
    return index


def _question(options: argparse.Namespace, text: str, history: Sequence[str] = ()) -> Question:
    return Question(text, tuple(history), _scope(options))


def _scope(options: argparse.Namespace) -> Scope:
    return Scope(options.episode, options.speaker, options.podcast)


def _heading(span: Span, language: Language) -> str:
    return ", ".join(filter(None, [span.speaker, place_of(span, language)]))


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
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--corpus", type=Path, metavar="DIR", help="folder of the corpus")
    which.add_argument("--library", type=Path, metavar="DIR", help="folder of several corpora")
    parser.add_argument("--podcast", metavar="SLUG", help="only this one of the library")
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
