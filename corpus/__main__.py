"""The commands: python -m corpus import | align | check."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from corpus.align import align
from corpus.check import check_corpus, summary, warnings
from corpus.command_line import Parser, one_line, run
from corpus.errors import NachgefragtError
from corpus.files import load_episode, save_corpus, to_json
from corpus.sources import read_source
from corpus.types import Episode

DATA = Path(__file__).resolve().parent / "data"
SHIPPED = DATA / "better-call-service"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    return run(_parser(), arguments, lambda options: options.run(options))


def _import(options: argparse.Namespace) -> None:
    corpus = read_source(options.source)
    folder = options.into or _near(DATA / corpus.podcast.slug)
    try:
        changes = save_corpus(corpus, folder)
    except OSError as error:
        raise NachgefragtError(
            f"{error.filename or folder}: cannot be written ({error.strerror}). "
            "Choose another folder with --into DIR"
        ) from error
    print(f"{corpus.podcast.title}: {len(corpus.episodes)} episodes in {folder}")
    contents = ["the podcast", *map(summary, corpus)]
    for (file, change), content in zip(changes.items(), contents, strict=True):
        print(f"{change:9}  {file.name}  {one_line(content)}")
    for episode in corpus:
        _warn(episode)


def _align(options: argparse.Namespace) -> None:
    episode = align(load_episode(options.episode))
    print(to_json(episode), end="")
    _warn(episode)


def _check(options: argparse.Namespace) -> None:
    podcast, findings = check_corpus(options.folder or _near(SHIPPED))
    print(f"{podcast.title} ({podcast.slug}): {len(findings)} episodes")
    for finding in findings:
        print(f"{finding.file.name}  {one_line(summary(finding.episode))}")
        for warning in finding.warnings:
            print(f"  warning: {one_line(warning)}")


def _warn(episode: Episode) -> None:
    for warning in warnings(episode):
        print(f"Warning: episode {episode.number}: {one_line(warning)}", file=sys.stderr)


def _near(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _parser() -> Parser:
    parser = Parser(
        prog="python -m corpus",
        description="Make, time and check a corpus: what was said in a podcast, by whom, when.",
        epilog="example: python -m corpus check corpus/data/better-call-service",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_import(commands)
    _add_align(commands)
    _add_check(commands)
    return parser


def _add_import(commands: Commands) -> None:
    command = commands.add_parser(
        "import",
        help="turn a source into corpus files",
        description="Turn the saved text of a podcast's show page into corpus files. Files of "
        "episodes that the page no longer lists stay.",
        epilog="example: python -m corpus import page.txt --into corpus/data/my-podcast",
    )
    command.add_argument("source", metavar="SOURCE", type=Path, help="the page, saved as text")
    into = "folder of the corpus (default: corpus/data/ and the podcast's name)"
    command.add_argument("--into", metavar="DIR", type=Path, help=into)
    command.set_defaults(run=_import)


def _add_align(commands: Commands) -> None:
    command = commands.add_parser(
        "align",
        help="estimate when each turn is spoken",
        description="Print an episode's JSON with start, end and uncertainty on every turn.",
        epilog="example: python -m corpus align corpus/data/better-call-service/002.json",
    )
    command.add_argument("episode", metavar="EPISODE.json", type=Path, help="an episode file")
    command.set_defaults(run=_align)


def _add_check(commands: Commands) -> None:
    command = commands.add_parser(
        "check",
        help="validate a corpus",
        description="Say what each episode holds and what is odd; fail where a file is damaged.",
        epilog="example: python -m corpus check corpus/data/better-call-service",
    )
    folder = "folder of the corpus (default: the shipped one)"
    command.add_argument("folder", metavar="DIR", type=Path, nargs="?", help=folder)
    command.set_defaults(run=_check)


if __name__ == "__main__":
    sys.exit(main())
