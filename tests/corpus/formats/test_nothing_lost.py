"""Known turns in every format: of a good file nothing is told, of a damaged line something is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus.fetching.download import Fetcher
from corpus.formats.document import Document
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from corpus.importing.sources import gather
from tests.corpus.formats.test_speech_json import conversations
from tests.support import written
from tests.support.places import PUBLISHED


def told(text: str) -> list[str]:
    """What an import would say; a refusal says enough."""
    try:
        document = read(text)
    except ImportFailed as error:
        return [str(error)]
    assert isinstance(document, Document)
    return list(turns_of(document, "")[1])


@pytest.mark.parametrize("name", written.EVERY)
@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(turns=conversations())
def test_nothing_is_told_of_a_good_file(name, turns):
    assert told(written.EVERY[name](turns)) == []
    assert told(written.EVERY[name](written.BEES)) == []


def facts(text: str) -> object:
    """Who says which words in a transcript; None where it is refused."""
    try:
        document = read(text)
    except ImportFailed:
        return None
    assert isinstance(document, Document)
    turns = turns_of(document, "")[0]
    return [
        (turn.speaker, word) for turn in turns for word in re.findall(r"\w+", turn.text.casefold())
    ]


TEXTS = ("punctuated_word", "text", "word", "value", "transcript", "content")
TIMES = ("start", "start_time", "ts", "timestamp", "startOffset", "startTime", "offsets")
JSON = [name for name, write in written.EVERY.items() if write(written.BEES)[0] in "{["]
JSON = [
    name for name in JSON if name not in ("SubStation Alpha", "LRC") and name not in written.HEADED
]


def entries_in(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401
    """Where the entries of lists lie that have words in them."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        if isinstance(value, dict | list):
            if (
                isinstance(data, list)
                and isinstance(value, dict)
                and any(k in value for k in TEXTS)
            ):
                yield (*path, key)
            yield from entries_in(value, (*path, key))


def spoiled(text: str, choose: Any) -> str:
    """The JSON with one of its entries spoiled."""
    data = whole = json.loads(text)
    *way, last = choose.draw(st.sampled_from(list(entries_in(data))))
    for key in way:
        data = data[key]
    entry, text_key = data[last], next(key for key in TEXTS if key in data[last])
    kind = choose.draw(st.sampled_from(["no object", "no text", "renamed", "no time"]))
    if kind == "no object":
        data[last] = choose.draw(st.sampled_from([None, "kaputt und weg", 7]))
    elif kind == "no text":
        entry[text_key] = choose.draw(st.sampled_from([None, ["a"]]))
    elif kind == "renamed":
        entry[f"{text_key}2"] = entry.pop(text_key)
    else:
        entry.update((key, "kaputt") for key in TIMES if key in entry)
    return json.dumps(whole)


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(turns=conversations(), choose=st.data())
def test_what_is_damaged_in_json_is_told(name, turns, choose):
    good = written.EVERY[name](turns)
    bad = spoiled(good, choose)
    assert told(bad) or facts(bad) == facts(good)


SPOILED = [
    ("SBV", r"(?m)^0:00:01\.000", "0:00:0x.000"),
    ("SBV", r"(?m)^0:00:06\.000,", "0:00:06.000;"),
    ("SBV", r"\A", "Vorweg gesagt.\n"),
    ("LRC", r"(?m)^\[(?=\d)", ""),
    ("SubStation Alpha", r"Dialogue:", "Dialoge:"),
    ("SubStation Alpha", r"(?m)^(Dialogue: \d),[\d:.]+", r"\1,kaputt"),
    ("SubStation Alpha", r"(?m)^(Dialogue: \d),[\d:.]+,.*", r"\1 kaputt"),
    ("TTML", r"<p\b([^>]*)>(.*?)</p>", r"<q\1>\2</q>"),
    ("TTML", r'(<p\b[^>]*begin=")[^"]*', r"\1kaputt"),
    ("TTML", r'(<p\b[^>]*end=")[^"]*', r"\1kaputt"),
    ("TTML", r"<p\b", "Nebenbei gesagt. <p"),
    ("CSV", r',"Und im Winter\?"', ""),
    ("CSV", r'"0[\d:.]+"', '"kaputt"'),
    ("CSV", r'Bienen\."', "Bienen."),
    ("CSV", r'"(Und) (im Winter\?)"', r"\1, \2"),
    ("Whisper TSV", r"(?m)^1000", "kaputt"),
    ("Whisper TSV", r"(?m)^1000\t", ""),
]


SPOILED += [
    *(
        (name, r"(\d:\d\d)(?=\D{0,9}Ole|\D{0,9}\n)", r"\1x")
        for name in ("otter", "rev text", "zoom")
    ),
    ("happy scribe", r"Ole Brandt", "O?e Brandt"),
    ("otter", r"Ole Brandt  [\d:]+", "Ole Brandt"),
    ("time first", r"00:00:06 Ole Brandt", "00:00:06 O;e"),
    ("time line", r"00:00:06\n", "00:0x:06\n"),
    ("name line", r"00:00:06\n", "\n"),
]


@pytest.mark.parametrize(("name", "good", "bad"), SPOILED)
def test_what_is_damaged_in_lines_is_told(name, good, bad):
    text = written.EVERY[name](written.BEES)
    spoiled = re.sub(good, bad, text, count=1)
    assert spoiled != text
    assert told(spoiled)


PAGE = (
    "W\n  • 01.02.2024\n    #1 Eins\n    ____PERSONENModeration: Jana Roth, x"
    "____TRANSKRIPT Jana Roth: Ja.{}Jana Roth: Gut. Merke: Igel schlafen.\n"
)


@pytest.mark.parametrize(
    ("between", "named"),
    [
        ("Jana Rot: Und wo?", "Jana Rot"), ("\n    Mia Kranz: Im Laub.", "Mia Kranz"),
        ("Jans: Wo?", "Jans"), ("", None), ("Fazit: Im Laub.", None), ("Noch eins: Ja.", None),
    ],
)  # fmt: skip
def test_who_speaks_in_a_page_and_is_not_among_its_people_is_told(tmp_path, between, named):
    (tmp_path / "seite.txt").write_text(PAGE.format(between), encoding="utf-8")
    with Fetcher(tmp_path / "fetched", False) as fetcher:
        (one,) = gather(str(tmp_path / "seite.txt"), fetcher).found
    assert bool(one.repairs) == bool(named)
    assert named is None or repr(named) in one.repairs[0]


PROTOCOL = (PUBLISHED / "protokoll.xml").read_text(encoding="utf-8")


def test_words_outside_the_paragraphs_of_a_protocol_are_told():
    assert told(PROTOCOL) == []
    first = re.search(r"<p klasse=\"J[^>]*>", PROTOCOL)
    assert first
    spoiled = PROTOCOL.replace(first[0], f"<q>Nebenbei gesagt.</q>{first[0]}", 1)
    assert told(spoiled)[0].startswith("2 of ")
