"""Front matter above a transcript, and the days and lengths that people write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Person
from corpus.formats.days import day, duration_of
from corpus.formats.document import Document
from corpus.formats.front_matter.split import parted
from corpus.importing.recognise import read
from tests.corpus.formats.test_speech_json import as_said, conversations, read_back, shown
from tests.corpus.importing.test_sources import gathered
from tests.support.written import BEES, front, vtt

BELOW = "**Mara:** Hallo.\n\n**Ole:** Tag.\n"
FULL = """---
layout: post
title: "Folge 3: Bienen"
number: 012
date: Mo, 05 Okt 2020
duration: '1:02:03'
language: de-DE
audio: https://example.org/3.mp3
link: https://example.org/3
podcast: Am Zaun
hosts: [Mara Kühn]
guests:
  - name: Ole Brandt
    role: Imker
  - Lu Ehm
description: |
  Über Bienen.

  00:00 Vorspann
  05:10 Bienen
---
"""


@given(turns=conversations())
def test_the_turns_below_are_read_back(turns):
    document, made = read_back(front(turns))
    assert shown(made) == as_said(turns)
    assert document.episode.title == "Bienen"


def test_every_field():
    document = read(FULL + BELOW)
    assert isinstance(document, Document)
    told = document.episode
    assert (told.title, told.number, told.published) == ("Folge 3: Bienen", 12, date(2020, 10, 5))
    assert (told.duration, told.language, document.show) == (3723.0, "de", "Am Zaun")
    assert (told.audio_url, told.page_url) == ("https://example.org/3.mp3", "https://example.org/3")
    assert told.description and told.description.startswith("Über Bienen.")
    assert told.chapters == (Chapter(0.0, "Vorspann"), Chapter(310.0, "Bienen"))
    assert told.people == (
        Person("Mara Kühn", "host"),
        Person("Ole Brandt", "Imker"),
        Person("Lu Ehm", "guest"),
    )
    assert [cue.speaker for cue in document.cues] == ["Mara", "Ole"]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: Folge 3: Bienen und: Wespen", "title", "Folge 3: Bienen und: Wespen"),
        ("title: No", "title", "No"),
        ("Titel: 2020", "title", "2020"),
        ("duration: 62 min", "duration", 3720.0),
        ("duration: 01:02:03", "duration", 3723.0),
        ("audio_duration: 3", "duration", None),
        ("Dauer: 1h 2m", "duration", 3720.0),
        ("publish_date: 2020-10-05", "published", date(2020, 10, 5)),
        ("datum: 5. Oktober 2020", "published", date(2020, 10, 5)),
        ("episode: 7", "number", 7),
        ("episode: S01E07", "number", 0),
        ("folge: '#7'", "number", 7),
        ("guest: Ole Brandt, Imker", "people", (Person("Ole Brandt", "guest", "Imker"),)),
        (
            "gäste: Ole Brandt, Lu Ehm",
            "people",
            (Person("Ole Brandt", "Gast"), Person("Lu Ehm", "Gast")),
        ),
        ("guest: Ole und Lu", "people", (Person("Ole", "guest"), Person("Lu", "guest"))),
        ("guests: {a: b}", "people", ()),
        (
            "chapters: [{start: 0, title: A}, {time: '1:05', name: B}]",
            "chapters",
            (Chapter(0.0, "A"), Chapter(65.0, "B")),
        ),
        ("chapters: ['0:00 A', '1:05 B']", "chapters", (Chapter(0.0, "A"), Chapter(65.0, "B"))),
    ],
)
def test_a_field(line, field, value):
    document = read(f"---\n{line}\n---\n{BELOW}")
    assert isinstance(document, Document)
    assert getattr(document.episode, field) == value
    assert len(document.cues) == 2


def test_a_folder_takes_the_number_and_the_people_of_its_files(tmp_path):
    (tmp_path / "bienen.md").write_text(FULL + BELOW, encoding="utf-8")
    (one,) = gathered(tmp_path).found
    assert (one.announced, one.episode.title) == (12, "Folge 3: Bienen")
    assert one.episode.people[1] == Person("Ole Brandt", "Imker")


def test_below_a_front_matter_may_be_notes_or_any_transcript():
    notes = "---\ntitle: Bienen\nduration: 62 min\n---\nÜber Bienen.\n\n0:00 Vorspann\n5:10 Wabe\n"
    told = read(notes + "61:00 Schluss")
    assert isinstance(told, Document)
    assert [chapter.start for chapter in told.episode.chapters] == [0, 310, 3660]
    assert told.episode.description and told.episode.description.startswith("Über Bienen.")
    below = read("---\ntitle: Bienen\n---\n" + vtt(BEES))
    assert isinstance(below, Document)
    assert (below.episode.title, below.cues[0].speaker) == ("Bienen", "Mara Kühn")


def test_toml():
    document = read(f'+++\ntitle = "Bienen"\ndate = 2020-10-05\nguests = ["Ole"]\n+++\n{BELOW}')
    assert isinstance(document, Document)
    assert (document.episode.title, document.episode.published) == ("Bienen", date(2020, 10, 5))
    assert document.episode.people == (Person("Ole", "guest"),)


@pytest.mark.parametrize(
    "text",
    [
        "---\nkein Schluss: ja\n",
        "---\n\n---\nA",
        "- - -\na: b\n---\n",
        "---\nnur Worte\n---\nA",
        "",
        "---",
    ],
)
def test_what_is_no_front_matter_stays(text):
    assert parted(text) == ({}, text)


@pytest.mark.parametrize(
    "yaml",
    [
        "!!python/object/apply:os.system ['echo hallo']",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{c}: &{c} [{', '.join(['*' + p] * 9)}]\n"
            for p, c in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "guests: *i",
        "guests: " + "[" * 9000,
        "a: " + "{b: " * 4000,
        "? " * 9000,
        "title: " + "x" * 19000,
        "- " * 9000,
        "title: !!binary aaaa\nguests: *nobody",
    ],
    ids=["object", "aliases", "lists", "objects", "keys", "long", "items", "tags"],
)
def test_hostile_yaml_costs_nothing(yaml):
    document = read(f"---\ntitle: Bienen\n{yaml}\n---\n{BELOW}")
    assert isinstance(document, Document)
    assert document.cues


@given(st.text(alphabet="---+\n: []{}&*!?|>'\"%@`ab", max_size=200))
def test_any_yaml_is_read_or_left(text):
    parted(f"---\n{text}\n---\n{BELOW}")


@pytest.mark.parametrize(
    "said",
    ["Mo, 05 Okt 2020 06:00:00 +0200", "Mon, 05 Okt 2020 06:00:00 +0200", "05.10.2020 06:00",
     "5. Oktober 2020", "2020-10-05T06:00:00+02:00", "Mon, 05 Oct 2020 24:00:00 +0200",
     "Montag, 5. Oktober 2020, 6 Uhr", "Mo., 5. Okt. 2020 um 18:30 Uhr", "am 5. Oktober 2020",
     "October 5th, 2020", "vom 5.10.2020", "Mon, 5 Oct 2020 6:00:00 CEST"],
)  # fmt: skip
def test_days(said):
    assert day(said) == date(2020, 10, 5)


@pytest.mark.parametrize(
    ("said", "month"),
    [("Jänner", 1), ("Feb.", 2), ("März", 3), ("Mrz", 3), ("Mai", 5), ("Dez", 12)],
)
def test_german_months(said, month):
    assert day(f"7. {said} 2021") == date(2021, month, 7)


@pytest.mark.parametrize(
    "said", ["10/05/2020", "Oktober 2020", "2020", "irgendwann", "31.02.2020", "12h", "", "9" * 50]
)
def test_what_is_no_day(said):
    assert day(said) is None


@pytest.mark.parametrize(
    "said",
    ["1:02:00", "62:00", "3720", 3720, 3720.0, "1h 2m", "1 Std. 2 Min.", "62 min", "62 Min.",
     "ca. 62 Minuten", "PT1H2M", "3720000", "3720000 ms", "1 Stunde und 2 Minuten",
     "1 hour, 2 minutes", "about 62 mins", "1:02 h", "1:02 Std.", "62:00 min", "1:02:00 h"],
)  # fmt: skip
def test_lengths(said):
    assert duration_of(said) == 3720


@pytest.mark.parametrize(
    "said", ["eine Stunde", "0", "", "01.02.03", "-5", "inf", "1h früher", None, [], "m"]
)
def test_what_is_no_length(said):
    assert duration_of(said) is None


def test_an_hour_and_a_half():
    assert duration_of("1,5 Stunden") == 5400


def test_the_front_matter_of_bees():
    assert read_back(front(BEES))[0].episode.published == date(2020, 10, 5)
