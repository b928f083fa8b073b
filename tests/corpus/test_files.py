"""Corpus files: what is written can be read, what is damaged is named, nothing is half-written."""

import json
import os
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import CorpusError, Turn, load_corpus, load_episode, save_corpus, to_json
from corpus.files import episode_files, load_podcast, write_whole
from tests.support.fakes import bakery_episode, small_corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_corpus(small_corpus(), tmp_path / "corpus")
    return tmp_path / "corpus"


def change(file: Path, **fields: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | fields))


def test_what_is_written_is_read(folder):
    assert load_corpus(folder) == small_corpus()
    assert [file.name for file in episode_files(folder)] == ["001.json", "002.json"]


def test_the_text_is_for_people():
    text = to_json(bakery_episode())
    assert text.endswith("}\n")
    assert '"published": "2024-05-17"' in text
    assert "Bäckerin" in text
    pictured = replace(bakery_episode(), image_url="https://example.org/a.png", image="a.jpg")
    assert list(json.loads(to_json(pictured))) == list(asdict(pictured))
    # Of what was always in the format each key stands there, of a picture only if there is one.
    assert list(json.loads(text)) == [
        name for name in asdict(pictured) if name not in ("image_url", "image")
    ]


def test_saving_again_says_what_changed(folder):
    before = (folder / "001.json").stat().st_mtime_ns
    first, second = small_corpus().episodes
    new = replace(second, id="neu", number=3)
    episodes = (first, replace(second, title="Anders"), new)
    changes = save_corpus(replace(small_corpus(), episodes=episodes), folder)
    assert {file.name: change for file, change in changes.items()} == {
        "podcast.json": "unchanged",
        "001.json": "unchanged",
        "002.json": "updated",
        "003.json": "added",
    }
    assert (folder / "001.json").stat().st_mtime_ns == before
    assert load_corpus(folder).episode(2).title == "Anders"


def test_files_of_other_episodes_stay(folder):
    save_corpus(replace(small_corpus(), episodes=small_corpus().episodes[:1]), folder)
    assert len(load_corpus(folder).episodes) == 2


def test_unknown_values_may_be_left_out(tmp_path):
    file = tmp_path / "1.json"
    file.write_text('\ufeff{"id": "a", "number": 1, "title": "Ä"}', encoding="utf-8")
    assert load_episode(file).title == "Ä"
    assert load_episode(file).turns == ()


def test_a_date_may_carry_a_time_of_day(folder):
    change(folder / "001.json", published="2024-04-03T10:55:00+02:00")
    assert load_episode(folder / "001.json").published == date(2024, 4, 3)


def test_an_empty_text_can_be_loaded(folder):
    change(folder / "001.json", turns=[{"speaker": None, "text": ""}])
    assert load_episode(folder / "001.json").turns == (Turn(None, ""),)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": -1}, "number: cannot be negative"),
        ({"number": "zwei"}, "number: "),
        ({"title": None}, "title: Input should be a valid string"),
        ({"duration": -3}, "duration: .*negative"),
        ({"duration": "35:41"}, "duration: Input should be a valid number"),
        ({"duration": "x" * 1_000_000}, "duration: "),
        ({"duration": 10**400}, "duration: "),
        ({"published": "im März"}, "published: "),
        ({"published": 20240403}, 'published: .*"2021-03-02"'),
        ({"chapters": [{"start": -1, "title": ""}]}, r"chapters\[0\]\.start: .*negative"),
        ({"chapters": [{"start": 1}]}, r"chapters\[0\]\.title: Field required"),
        ({"people": ["Uwe"]}, r"people\[0\]: Input should be an object"),
        ({"turns": {}}, "turns: Input should be a list"),
        ({"turns": [{"speaker": "Uwe"}]}, r"turns\[0\]\.text: Field required"),
        ({"turns": [{"speaker": "Uwe", "text": None}]}, r"turns\[0\]\.text: .*string"),
        ({"turns": [{"speaker": "Uwe", "text": "Ja", "start": -2}]}, r"turns\[0\]\.start: "),
        ({"turns": [{"speaker": "U", "text": "", "uncertainty": -1}]}, r"turns\[0\]\.uncertain"),
        ({"turns": [{"speaker": "U", "text": "", "start": 2, "end": 1}]}, r"turns\[0\]\.end: "),
        ({"id": "brot"}, "id: brot is taken by 00"),
        ({"published": "\n" * 500}, "published: "),
        ({"number": 2}, "number: 2 is taken by 00"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(folder, fields, message):
    change(folder / "001.json", **fields)
    with pytest.raises(CorpusError, match=rf"00[12]\.json: {message}") as caught:
        load_corpus(folder)
    line = str(caught.value)
    assert len(line) < 500 + len(str(folder))
    assert "\n" not in line


def test_a_long_id_is_not_repeated_in_full(folder):
    for name in ("001.json", "002.json"):
        change(folder / name, id="zu\nlang" * 100_000)
    with pytest.raises(CorpusError, match=r"002.json: id: zu lang.*… is taken by 001") as caught:
        load_corpus(folder)
    assert len(str(caught.value)) < 500 + len(str(folder))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kein JSON",
        b"\x7fELF\x02\xff\x00",
        b"[" * 100_000,
        b'{"id": "a", "number": 1, "title": "t", "duration": NaN}',
        b'{"id": "a", "number": ' + b"9" * 5000 + b', "title": "t"}',
        b'{"id": "a", "number": 1, "title": "half \\ud83c"}',
        '{"id": "a", "number": 1, "title": "ä"}'.encode("latin-1"),
    ],
)
def test_not_json(folder, data):
    (folder / "003.json").write_bytes(data)
    with pytest.raises(CorpusError, match="003.json: is not valid JSON in UTF-8"):
        load_corpus(folder)


def test_an_endless_time(folder):
    file = folder / "001.json"
    file.write_text(file.read_text(encoding="utf-8").replace("120.0,", "1e999,", 1))
    with pytest.raises(CorpusError, match=r"001.json: duration: .*endless"):
        load_episode(file)


def test_an_escaped_emoji_is_fine(folder):
    change(folder / "001.json", title="🎙")  # json.dumps escapes it
    assert load_episode(folder / "001.json").title == "🎙"


def test_missing_files(folder, tmp_path):
    with pytest.raises(CorpusError, match="No corpus in .*podcast.json is missing.*corpus import"):
        load_corpus(tmp_path / "nirgends")
    with pytest.raises(CorpusError, match="nichts.json: cannot be read"):
        load_episode(folder / "nichts.json")
    for file in episode_files(folder):
        file.unlink()
    with pytest.raises(CorpusError, match="no episode files"):
        load_corpus(folder)


def test_a_folder_where_a_file_should_be(folder):
    (folder / "003.json").mkdir()
    with pytest.raises(CorpusError, match="003.json: cannot be read"):
        load_corpus(folder)


@pytest.mark.parametrize("slug", ["", "../heim", "a/b", ".versteckt", "x" * 101])
def test_a_slug_that_cannot_name_a_folder(folder, slug):
    change(folder / "podcast.json", slug=slug)
    with pytest.raises(CorpusError, match="podcast.json: slug: "):
        load_podcast(folder)


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
FIELDS = st.sampled_from(["number", "published", "duration", "people", "chapters", "turns", "x"])
KEYS = st.sampled_from(["start", "end", "title", "speaker", "text", "name", "url"])
PARTS = VALUES | st.dictionaries(KEYS, VALUES)


@settings(suppress_health_check=[*HealthCheck], deadline=None, max_examples=100)
@given(st.dictionaries(FIELDS, VALUES | st.lists(PARTS, max_size=3)))
def test_any_json_is_an_episode_or_a_clear_error(tmp_path, fields):
    file = tmp_path / "1.json"
    file.write_text(json.dumps({"id": "a", "number": 1, "title": "t"} | fields))
    try:
        episode = load_episode(file)
    except CorpusError as error:
        assert "\n" not in str(error)
    else:
        file.write_text(to_json(episode), encoding="utf-8")
        assert load_episode(file) == episode


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(folder, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        write_whole(folder / "001.json", "neu")
    assert load_corpus(folder) == small_corpus()
    assert len(list(folder.iterdir())) == 3


def test_an_episode_that_tells_no_language_speaks_that_of_its_podcast(folder):
    change(folder / "podcast.json", language="en-GB")
    change(folder / "001.json", language=None)
    change(folder / "002.json", language="de")
    assert [episode.language for episode in load_corpus(folder)] == ["en-GB", "de"]
