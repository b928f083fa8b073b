"""The command `python -m corpus export`."""

import argparse
from pathlib import Path

from corpus.cli import Parser, say
from corpus.exports.formats import FILES
from corpus.files import PODCAST_FILE, load_episode, load_podcast
from corpus.text.names import renamed

FORMATS = {name.removeprefix("transcript."): form for name, form in FILES.items()}


def add_export(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command to those of `python -m corpus`."""
    command = commands.add_parser(
        "export",
        help="write an episode's transcript or chapters as other programs read them",
        description="Print an episode's transcript as WebVTT, SubRip, plain text or JSON, or its "
        "chapters as JSON (Podcasting 2.0) or PSC (Podlove), with the names that the podcast uses.",
        epilog="example: python -m corpus export corpus/data/better-call-service/002.json "
        "--format srt > 002.srt",
    )
    command.add_argument("episode", metavar="EPISODE.json", type=Path, help="an episode file")
    form = f"one of {', '.join(FORMATS)} (default: vtt)"
    command.add_argument("--format", metavar="FORMAT", choices=FORMATS, default="vtt", help=form)
    command.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> None:
    episode = load_episode(options.episode)
    beside = options.episode.parent
    if (beside / PODCAST_FILE).exists():
        podcast = load_podcast(beside)
        [episode] = renamed([episode.of(podcast)], podcast)
    say(FORMATS[options.format].write(episode).rstrip("\n"))
