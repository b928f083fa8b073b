"""Each row of the table in docs/publishers.md: what is there, what is typed, what is printed."""

import re
import shlex
from collections.abc import Callable

import pytest

from corpus import __main__ as commands
from tests.corpus.decoding.test_documents import pdf, word
from tests.support import written
from tests.support.feeds import feed, item
from tests.support.places import ROOT
from tests.support.written import BEES, EVERY, HEADED, headed, named

PAGE = (ROOT / "docs" / "publishers.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| ([^|]+) \| `python -m (corpus import [^|`]+)` \| `([^|`]+)` \|$", PAGE, re.M
)
CHAPTERS = "00:00:00.000 Vorspann\n00:01:02.000 Winter\n"
FEED = feed(item(12)).decode().replace("00:01:00", "01:06:40")
WHERE = {
    "bienen/12.chapters.txt": CHAPTERS,
    "bienen/12.vtt": written.vtt(BEES),
    "feed.xml": FEED,
    "transkripte/12.vtt": written.vtt(BEES),
}


def roled(turns: written.Turns) -> str:
    roles = {"Mara Kühn": "Moderation", "Ole Brandt": "Gast"}
    return "\n\n".join(f"{said.speaker} ({roles[said.speaker]}): {said.text}" for said in turns)


def described(turns: written.Turns) -> str:
    more = "description: |\n  00:00 Vorspann\n  01:02 Winter\n  1:02:03 Traube\n---\n\n"
    return written.front(turns).replace("---\n\n", more, 1)


def by_name(turns: written.Turns) -> str:
    return "\n\n".join(map(named, turns))


def row_of_table(said: written.Said) -> str:
    return f"| {written.clock(said.start, '')} | {said.speaker} | {said.text} |"


def youtube(turns: written.Turns) -> str:
    events = [
        {
            "tStartMs": said.start,
            "dDurationMs": said.end - said.start,
            "segs": [{"utf8": f"{word} "} for word in said.text.split()],
        }
        for said in turns
    ]
    return written.dumped({"events": events})


# What lies in the file of each row that is not told by its name.
CONTENT: dict[str, Callable[[written.Turns], str | bytes]] = {
    **EVERY,
    "Sonix, Descript": lambda turns: (
        "# Bienen\n\n"
        + "\n".join(f"[{written.clock(said.start, '')}] {named(said)}" for said in turns)
    ),
    "roles": roled,
    "front matter with chapters": described,
    "Word": lambda turns: word(headed(HEADED["teams"])(turns)),
    "PDF": lambda turns: pdf(headed(HEADED["otter"])(turns).split("\n")),
    "names": by_name,
    "YouTube": youtube,
    "Markdown table": lambda turns: (
        "| Zeit | Sprecher | Text |\n|---|---|---|\n" + "\n".join(map(row_of_table, turns))
    ),
    "f4": lambda turns: "\n".join(
        f"{named(said)} #{written.clock(said.end, '')}-0#" for said in turns
    ),
    "page": lambda turns: "".join(f"<h3>{said.speaker}</h3><p>{said.text}</p>" for said in turns),
}
FILES = {
    "whisper.cpp.json": "whisper.cpp, full",
    "chunks.json": "Hugging Face",
    "verbose.json": "OpenAI, segments",
    "words.json": "OpenAI, words",
    "whisperx.json": "WhisperX",
    "faster-whisper.json": "faster-whisper",
    "deepgram.json": "Deepgram",
    "rev.json": "Rev, names",
    "aws.json": "AWS Transcribe",
    "elevenlabs.json": "ElevenLabs",
    "speechmatics.json": "Speechmatics",
    "assemblyai.json": "AssemblyAI",
    "azure.json": "Azure",
    "podlove.json": "Podlove, grouped",
    "bienen.vtt": "WebVTT",
    "bienen.srt": "SubRip",
    "bienen.ttml": "TTML",
    "bienen.sbv": "SBV",
    "bienen.ass": "SubStation Alpha",
    "bienen.lrc": "LRC",
    "bienen.tsv": "Whisper TSV",
    "bienen.csv": "CSV",
    "otter.txt": "otter",
    "happyscribe.txt": "happy scribe",
    "teams.txt": "teams",
    "zoom.txt": "zoom",
    "sonix.txt": "Sonix, Descript",
    "lines.txt": "name line",
    "namen.txt": "names",
    "rollen.txt": "roles",
    "headings.md": "markdown heading",
    "bienen.md": "front matter with chapters",
    "youtube.json": "YouTube",
    "tabelle.md": "Markdown table",
    "f4.txt": "f4",
    "seite.html": "page",
    "bienen.docx": "Word",
    "bienen.pdf": "PDF",
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bienen").mkdir()
    (tmp_path / "transkripte").mkdir()
    for name, text in WHERE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name, kind in FILES.items():
        content = CONTENT[kind](BEES)
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_every_file_has_its_row():
    sources = {shlex.split(typed)[2] for _, typed, _ in ROWS}
    assert sources == {*FILES, "bienen", "feed.xml"}


@pytest.mark.parametrize(("have", "typed", "printed"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row(have, typed, printed, here, capsys):
    assert commands.main(shlex.split(typed)[1:]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^added      001\.json  (.*)$|^added +\d+\.json  (.*)$", shown, re.M)
    lines = re.findall(r"^added +\d+\.json  (.*)$", shown, re.M)
    assert lines == [printed], shown
