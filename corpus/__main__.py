"""The commands: python -m corpus import | transcribe | align | check | export."""

import argparse
import math
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from tqdm import tqdm

from corpus.check import NAMED, check_corpus, podcast_warnings, summary, warnings
from corpus.cli import Parser, leave, one_line, run, say
from corpus.errors import CorpusError, ImportFailed, NachgefragtError, TranscriptionFailed
from corpus.exports.command import add_export
from corpus.fetching.download import Fetcher, Limits
from corpus.files import load_episode, load_episodes, to_json
from corpus.gathered import Failure, Gathered
from corpus.importing.feed_list import listed_feeds
from corpus.importing.library_import import import_feeds
from corpus.importing.sources import gather
from corpus.library import read_library
from corpus.merging.edits import beside, write_back
from corpus.merging.identity import check_identity
from corpus.merging.update import Outcome, update
from corpus.places import SHIPPED, corpora_folder
from corpus.proposals import proposal_lines
from corpus.speech_to_text.transcribe import Engine, transcribed, whisper
from corpus.timing.align import align
from corpus.types import Corpus, Episode, Podcast

AUDIO = Limits(bytes=2_000_000_000, seconds=3600.0)
ALL_AUDIO = Limits(bytes=sys.maxsize, seconds=math.inf)  # whoever transcribes waits for each
MODEL_SETTING, DEFAULT_MODEL = "NACHGEFRAGT_WHISPER_MODEL", "small"
CHANGES = ("added", "updated", "unchanged", "kept", "failed")
PRIVATE = "ask addresses of private networks too, this machine's among them"
KEPT = "was edited by hand, so it stays; --overwrite takes the source's text"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    parser = Parser(
        prog="python -m corpus",
        description="Make, time and check a corpus: what was said in a podcast, by whom, when.",
        epilog="example: python -m corpus check corpus/data/better-call-service",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_import(commands)
    _add_transcribe(commands)
    command = commands.add_parser(
        "align",
        help="estimate when each turn is spoken",
        description="Print an episode's JSON with start, end and uncertainty on every turn.",
        epilog="example: python -m corpus align corpus/data/better-call-service/002.json",
    )
    command.add_argument("episode", metavar="EPISODE.json", type=Path, help="an episode file")
    command.set_defaults(run=_align)
    command = commands.add_parser(
        "check",
        help="validate a corpus",
        description="Say what each episode holds and what is odd; fail where a file is damaged.",
        epilog="example: python -m corpus check corpus/data/better-call-service",
    )
    folder = "folder of the corpus (default: the shipped one)"
    command.add_argument("folder", metavar="DIR", type=Path, nargs="?", help=folder)
    library = "check every corpus in this folder instead"
    command.add_argument("--library", metavar="DIR", type=Path, help=library)
    command.set_defaults(run=_check)
    add_export(commands)
    return run(parser, arguments, lambda options: options.run(options))


def _import(options: argparse.Namespace) -> None:
    folder = options.into or corpora_folder()
    into = options.into or folder / "podcast"
    try:
        with Fetcher(beside(into) / "downloads", options.allow_private) as fetcher:
            feeds = None if options.transcripts else listed_feeds(options.source, fetcher)
            gathered = None if feeds else gather(options.source, fetcher, options.transcripts)
        if gathered is None:
            return _import_all(feeds or (), folder, options)
        folder = options.into or _near(folder / gathered.podcast.slug)
        if not options.into:
            check_identity(gathered, folder)
        outcomes = update(gathered, folder, options.overwrite)
    except OSError as error:
        raise NachgefragtError(
            f"{error.filename or folder}: cannot be written ({error.strerror}). Make room, or "
            "choose another folder with --into DIR; a next import goes on there"
        ) from error
    _report(gathered, outcomes, folder)


def _import_all(feeds: Sequence[str | Failure], library: Path, options: argparse.Namespace) -> None:
    """Import each feed of a list into a folder of the library; print what became of each."""
    failed = 0
    given = {"overwrite": options.overwrite, "allow_private": options.allow_private}
    for one in import_feeds(feeds, library, **given):
        failed += one.failed is not None
        if one.gathered is None:
            why = (one.failed or "").removeprefix(f"{one.feed}: ")
            say(one_line(f"failed     {one.feed}: {why}"))
            continue
        found = [(outcome, outcome.found) for outcome in one.outcomes if outcome.found]
        lost = [f"{outcome.file.name}  {who.failed}" for outcome, who in found if who.failed]
        lost += map(str, one.gathered.failures)
        counts = Counter[str](outcome.change for outcome, who in found if not who.failed)
        counts["failed"] = len(lost)
        told = ", ".join(f"{counts[change]} {change}" for change in CHANGES if counts[change])
        title = one.gathered.podcast.title
        say(one_line(f"{title}: {len(found)} episodes in {one.folder}: {told}"))
        for failure in lost:
            say(one_line(f"  failed   {failure}"))
    say(one_line(f"{len(feeds) - failed} of {len(feeds)} podcasts imported into {library}"))
    if failed:
        raise ImportFailed(f"{failed} of {len(feeds)} feeds failed; run it again to try them again")


def _report(gathered: Gathered, outcomes: list[Outcome], folder: Path) -> None:
    say(one_line(f"{gathered.podcast.title}: {len(outcomes) - 1} episodes in {folder}"))
    counts = Counter[str](failed=len(gathered.failures))
    for one in outcomes:
        failed = one.found.failed if one.found else None
        content = "the podcast" if isinstance(one.thing, Podcast) else summary(one.thing)
        what = "failed" if failed else one.change
        say(f"{what:9}  {one_line(one.file.name)}  {one_line(failed or content)}")
        counts[what] += one.found is not None
    for failure in gathered.failures:
        say(f"failed     {one_line(str(failure))}")
    say(", ".join(f"{counts[change]} {change}" for change in CHANGES if counts[change]))
    for repair in gathered.repairs:
        say(f"Warning: {one_line(repair)}", to=sys.stderr)
    written: list[Episode] = []
    for one in outcomes:
        if one.found and one.change in ("added", "updated"):
            for repair in one.found.repairs:
                say(f"Warning: {one_line(one.file.name)}: {one_line(repair)}", to=sys.stderr)
            written += [one.thing] if isinstance(one.thing, Episode) else []
        elif one.change == "kept":
            say(f"Warning: {one.file.name}: {KEPT}", to=sys.stderr)
    _warn(*written)


def _transcribe(options: argparse.Namespace) -> None:
    folder = options.folder or _near(SHIPPED)
    files = load_episodes(folder)
    silent = {file: e for file, e in files.items() if not e.turns and e.audio_url}
    if not silent:
        say("Every episode with audio has a transcript.")
        return
    engine = whisper(options.model or os.environ.get(MODEL_SETTING) or DEFAULT_MODEL)
    beside_it = beside(folder)
    with Fetcher(beside_it / "downloads", options.allow_private, whole=ALL_AUDIO) as fetcher:
        for file, episode in silent.items():
            try:
                done = _heard(episode, options.language, engine, fetcher, beside_it / "heard")
            except (ImportFailed, TranscriptionFailed) as error:
                say(f"failed     {file.name}  {one_line(str(error))}")
                continue
            write_back(file, to_json(done))
            say(f"updated    {file.name}  {one_line(summary(done))}")


def _heard(
    episode: Episode, language: str | None, engine: Engine, fetcher: Fetcher, notes: Path
) -> Episode:
    name = f"Episode {episode.number}"
    with tqdm(desc=f"{name}: audio", unit="B", unit_scale=True, delay=2, disable=None) as bar:
        audio = fetcher.file(episode.audio_url or "", AUDIO, bar.update)
    with tqdm(desc=name, total=episode.duration, unit="s", delay=2, disable=None) as bar:
        spoken = replace(episode, language=language or episode.language)
        return transcribed(spoken, audio, engine, notes, lambda to: bar.update(to - bar.n))


def _align(options: argparse.Namespace) -> None:
    episode = align(load_episode(options.episode))
    say(to_json(episode), end="")
    _warn(episode)


def _check(options: argparse.Namespace) -> None:
    if not options.library:
        return _check_one(options.folder or _near(SHIPPED))
    if options.folder:
        raise NachgefragtError("Name either a corpus or --library DIR, not both")
    library = read_library(options.library)
    failures = list(library.failures)
    for folder in library.podcasts:
        try:
            _check_one(folder)
        except CorpusError as error:
            failures.append(Failure(folder.name, str(error)))
    for failure in failures:
        say(f"Error: {one_line(str(failure))}", to=sys.stderr)
    every = len(library.podcasts) + len(library.failures)
    if failures:
        raise CorpusError(f"{len(failures)} of {every} podcasts cannot be used")
    say(f"{every} podcasts can be used")


def _check_one(folder: Path) -> None:
    podcast, findings = check_corpus(folder)
    say(one_line(f"{podcast.title} ({podcast.slug}): {len(findings)} episodes"))
    for finding in findings:
        say(f"{one_line(finding.file.name)}  {one_line(summary(finding.episode))}")
        for warning in finding.warnings:
            say(f"  warning: {one_line(warning)}")
    episodes = tuple(finding.episode for finding in findings)
    for warning in podcast_warnings(podcast, episodes, folder):
        say(f"warning: {one_line(warning)}")
    for line in proposal_lines(Corpus(podcast, episodes)):
        say(one_line(line))


def _warn(*episodes: Episode) -> None:
    """Print a line for each oddity, with all the episodes that have it."""
    places: dict[str, list[str]] = {}
    for episode in episodes:
        for warning in warnings(episode):
            places.setdefault(warning, []).append(str(episode.number))
    for warning, numbers in places.items():
        named = "episode " if len(numbers) == 1 else "episodes "
        more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
        where = f"{named}{', '.join(numbers[:NAMED])}{more}"
        say(f"Warning: {where}: {one_line(warning)}", to=sys.stderr)


def _near(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _add_import(commands: Commands) -> None:
    command = commands.add_parser(
        "import",
        help="turn a feed, a folder or a file into corpus files, or bring these up to date",
        description="Turn a podcast's feed, a folder of transcripts, one transcript or the saved "
        "show page into corpus files; its content decides what it is. Importing again changes "
        "only what changed: files that were edited by hand and those of episodes that the source "
        "no longer lists stay. A list of feeds, OPML or an address per line, is imported into a "
        "library: a folder for each.",
        epilog="example: python -m corpus import https://example.org/feed.xml --into my-podcast",
    )
    command.add_argument("source", metavar="SOURCE", help="an address, a folder or a file")
    beside = "files or folders with the transcripts of a feed, matched by number, day or title"
    command.add_argument("transcripts", metavar="TRANSCRIPTS", nargs="*", help=beside)
    into = "folder of the corpus or, of a list, the library (default: by name, where all lie)"
    command.add_argument("--into", metavar="DIR", type=Path, help=into)
    overwrite = "replace files that were edited by hand"
    command.add_argument("--overwrite", action="store_true", help=overwrite)
    command.add_argument("--allow-private", action="store_true", help=PRIVATE)
    command.set_defaults(run=_import)


def _add_transcribe(commands: Commands) -> None:
    command = commands.add_parser(
        "transcribe",
        help="turn speech into text where there is no transcript",
        description="Hear the audio of every episode without a transcript and write down what is "
        "said and when; who speaks stays unknown. A run that was stopped goes on where it ended.",
        epilog="example: python -m corpus transcribe my-podcast --model large-v3 --language de",
    )
    folder = "folder of the corpus (default: the shipped one)"
    command.add_argument("folder", metavar="DIR", type=Path, nargs="?", help=folder)
    model = f"name or folder of a faster-whisper model (default: {MODEL_SETTING}, or small)"
    command.add_argument("--model", metavar="NAME", help=model)
    language = "the language spoken (default: that of the episode)"
    command.add_argument("--language", metavar="CODE", help=language)
    command.add_argument("--allow-private", action="store_true", help=PRIVATE)
    command.set_defaults(run=_transcribe)


if __name__ == "__main__":
    leave(main())
