"""What `corpus check` says about a corpus."""

from dataclasses import replace

import pytest

from corpus import Chapter, CorpusError, Episode, Turn, save_corpus
from corpus.check import check_corpus, summary, warnings
from tests.support.fakes import small_corpus, workshop_episode


def odd(**fields: object) -> list[str]:
    return list(warnings(replace(workshop_episode(), **fields)))


def test_a_good_corpus(tmp_path):
    save_corpus(small_corpus(), tmp_path)
    podcast, findings = check_corpus(tmp_path)
    assert podcast == small_corpus().podcast
    assert [finding.file.name for finding in findings] == ["001.json", "002.json"]
    assert [finding.episode for finding in findings] == list(small_corpus())
    assert [finding.warnings for finding in findings] == [(), ()]


def test_summary():
    assert summary(workshop_episode()) == "5 turns, 2 chapters, 2:00, Jana Öztürk, Uwe Groß"
    assert summary(Episode("a", 1, "t")) == "0 turns, 0 chapters, duration unknown"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_blank_text_is_an_error(tmp_path, text):
    first, second = small_corpus().episodes
    turns = (*second.turns[:2], Turn("Jana Öztürk", text))
    corpus = replace(small_corpus(), episodes=(first, replace(second, turns=turns)))
    save_corpus(corpus, tmp_path)
    with pytest.raises(CorpusError, match=r"002.json: turns\[2\].text: is blank"):
        check_corpus(tmp_path)


def test_odd_chapters():
    chapters = (Chapter(20.0, "a"), Chapter(10.0, " "), Chapter(120.0, "c"))
    order, end = odd(chapters=chapters)
    assert order.startswith("chapters[1]")
    assert "out of order" in order
    assert end.startswith("chapters[2]")
    assert "beyond the end" in end
    assert "no title" in odd(chapters=(Chapter(10.0, " "),))[0]


def test_odd_turns():
    turns = (
        Turn("Uwe Groß", "a", 5.0, 6.0),
        Turn(None, "b", 4.0, 6.0),
        Turn("Uwe Groß", "c"),
        Turn("Uwe Groß", "d", 3.0),
        Turn("Uwe Groß", "e", 100.0, 121.5),
    )
    assert odd(turns=turns) == [
        "turns[1]: has no speaker",
        "turns[1], turns[3]: starts before the turn above it; correct the times",
        "turns[4]: is spoken after the end of the recording; correct duration or times",
    ]


def test_odd_speakers():
    turns = (
        Turn("Uwe Groß", "a", 5.0), Turn("Folge 12", "b", 6.0), Turn("Jana Öztürk", "c", 7.0),
        Turn("Mäher", "d", 8.0),
    )  # fmt: skip
    nobody, once = odd(turns=turns)
    assert nobody.startswith("speaker 'Folge 12': is called a speaker and is no name")
    assert once.startswith("speaker 'Mäher': says one short line")


def test_many_places_are_counted():
    turns = tuple(Turn(None, "a") for _ in range(9))
    assert odd(turns=turns) == ["turns[0], turns[1], turns[2] and 6 more: has no speaker"]


def test_a_duration_is_published_without_its_fraction():
    assert odd(turns=(Turn("Uwe Groß", "a", 5.0, 120.9),)) == []


def test_missing_transcript_and_missing_duration():
    assert odd(turns=()) == ["turns: there is no transcript"]
    turns = (Turn("Uwe Groß", "a"),)
    assert odd(turns=turns, duration=None)[0].startswith("duration: ")
