"""No control character gets into a corpus or to a terminal; nothing is kept without measure."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Episode, Link, Person, Podcast, Turn, printable, to_json
from corpus import __main__ as commands
from corpus.gathered import Found
from corpus.importing.tidy import MOST, cleaned, tidied
from corpus.text.printing import one_line
from tests.support.feeds import feed, item

OSC, CSI, CLEAR = "\x1b]0;Titel\x07", "\x9b31m", "\x1b[2J"
WILD = st.text(st.characters(max_codepoint=0x2100), max_size=40)


def commands_in(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) == "Cc"} - {"\n", "\t"}


def test_each_text_of_an_episode_is_cleaned():
    bad = f"a{OSC}b{CSI}c"
    episode = Episode(
        bad, 1, bad, description=f"eins\r\nzwei\rdrei\x0cvier\tfünf{CLEAR}",
        people=(Person(bad, bad, bad, bad),), links=(Link("https://a", bad),),
        chapters=(Chapter(0.0, bad),), turns=(Turn(bad, bad), Turn("Jana", "\x1b\x9b")),
    )  # fmt: skip
    found = cleaned(episode)
    assert commands_in(repr(found).replace("\\x", "")) == set()
    assert found.title == "a]0;Titelb31mc"
    assert found.description == "eins\nzwei\ndrei vier\tfünf[2J"
    assert [turn.speaker for turn in found.turns] == [found.title]  # the other one says nothing
    assert cleaned(Podcast("a", bad)).title == found.title
    clean = Episode("a", 1, "a", turns=(Turn("A", "Ja.\n\tNein."),))
    assert cleaned(clean) is clean


@given(st.lists(WILD, min_size=1, max_size=8))
def test_marks_stay_before_the_same_words(words):
    text, marks = "", []
    for second, word in enumerate(words):
        if text:
            marks.append((len(text), float(second)))
        text += f"w{second}{word}"
    (turn,) = cleaned(
        Episode("a", 1, "a", turns=(Turn("A", text, 0.0, None, None, tuple(marks)),))
    ).turns
    assert commands_in(turn.text) == set()
    for offset, seconds in turn.marks:
        assert turn.text.startswith(f"w{seconds:.0f}", offset)
    assert len(turn.marks) == len(marks)


def test_what_no_podcast_has_is_not_kept():
    chapters = tuple(Chapter(float(second), "K" * 900) for second in range(5000))
    people = tuple(Person(f"P{number}") for number in range(500))
    episode = Episode("a", 1, "a", chapters=chapters, people=people)
    found = tidied(Found(episode, None, "hier", ("schon da",)))
    assert len(found.episode.chapters) == MOST["chapters"]
    assert len(found.episode.people) == MOST["people"]
    assert found.episode.chapters[-1] == Chapter(999.0, "K" * 500)
    assert found.repairs == (
        "schon da",
        "has 5000 chapters; the first 1000 were kept, no podcast has more",
        "has 500 people; the first 200 were kept, no podcast has more",
        "names of more than 500 characters were cut off",
    )


@given(WILD)
def test_printed_text_commands_nothing_and_json_stays_json(text):
    assert commands_in(printable(text)) == set()
    assert commands_in(one_line(text)) == set()
    written = json.dumps([text], ensure_ascii=False)
    assert json.loads(printable(written)) == [text]
    if not commands_in(text) and not set(text) & set(
        map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
    ):
        assert printable(text) == text


def test_a_corpus_file_has_no_control_character_even_if_its_texts_do():
    text = to_json(Episode("a", 1, f"{OSC}{CSI}\x7f\x85"))
    assert commands_in(text) == set()
    assert json.loads(text)["title"] == f"{OSC}{CSI}\x7f\x85"


@pytest.mark.parametrize("entity", [False, True])
def test_a_hostile_import_on_a_terminal(tmp_path, capsys, entity):
    """Through a title, a transcript, a file's name and an error; in XML and in JSON."""
    evil = "&#x9b;31m" if entity else CSI
    channel = f"<description>{evil}</description>"
    text = feed(
        item(1, ("t.json", "application/json")), item(2, (f"{evil}.vtt", "")), channel=channel
    )
    text = text.replace(b"Brot", f"Brot{evil}".encode())
    (tmp_path / "feed.xml").write_bytes(text)
    said = {"segments": [{"speaker": f"Jana{OSC}", "body": f"Hallo{CLEAR}.", "startTime": 0}]}
    (tmp_path / "t.json").write_text(json.dumps(said))
    assert commands.main(["import", str(tmp_path / "feed.xml"), "--into", str(tmp_path / "c")]) == 0
    assert commands.main(["check", str(tmp_path / "c")]) == 0
    assert commands.main(["align", str(tmp_path / "c" / "001.json")]) == 0
    assert commands.main(["import", f"{OSC}.txt"]) == 1
    captured = capsys.readouterr()
    assert commands_in(captured.out + captured.err) == set()
    assert "Hallo[2J." in captured.out
    for file in (tmp_path / "c").iterdir():
        assert commands_in(file.read_text(encoding="utf-8")) == set()
        assert "\\u00" not in file.read_text(encoding="utf-8")


def test_a_damaged_corpus_on_a_terminal(tmp_path, capsys):
    """Files that were made elsewhere may hold anything."""
    (tmp_path / "podcast.json").write_text(json.dumps({"slug": "a", "title": f"A{OSC}"}))
    episode = {"id": "a", "number": 1, "title": "a", "turns": [{"speaker": CSI, "text": "a"}]}
    (tmp_path / "1.json").write_text(json.dumps(episode))
    assert commands.main(["check", str(tmp_path)]) == 0
    (tmp_path / "1.json").write_text(json.dumps(episode | {"number": f"{CLEAR}"}))
    assert commands.main(["check", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert commands_in(captured.out + captured.err) == set()
