"""Questions proposed for a set of one's own: from whom, in which half, none twice, none made up."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Corpus, Episode, Podcast, Turn, save_corpus
from eval import __main__ as commands
from eval.dataset import DatasetError, load_examples, split_of
from eval.draft import Draft, asked, places, propose, rated
from tests.support.fakes import small_corpus


def talk(number: int, chapters: int) -> Episode:
    turns = tuple(Turn("Ann", f"Sentence {n} here.", n * 60.0, n * 60.0 + 60) for n in range(40))
    titles = tuple(Chapter(n * 240.0, f"Part {n}") for n in range(chapters))
    return Episode(f"e{number}", number, "Talk", duration=2400.0, turns=turns, chapters=titles)


def origins(lines: list[dict]) -> list[str]:
    return [line["draft"]["source"] for line in lines]


def test_chapters_are_places_to_write_about_and_no_question_is_made_up():
    drafts = list(places(small_corpus(), 60))
    assert {draft.question for draft in drafts} == {""}
    told = [(draft.origin["episode"], draft.origin["chapter"]) for draft in drafts]
    assert told == [
        (1, "Das richtige Holz"),
        (1, "Leim oder Schrauben?"),
        (2, "Begrüßung"),
        (2, "Der Sauerteig"),
    ]
    assert [draft.origin["source"] for draft in drafts].count("unsaid") == 1


def test_of_many_chapters_some_of_every_episode_are_taken():
    corpus = Corpus(Podcast("talk", "Talk"), tuple(talk(n, 10) for n in range(1, 31)))
    drafts = list(places(corpus, 60))
    assert len(drafts) == 60
    assert {draft.origin["episode"] for draft in drafts} == set(range(1, 31))
    assert list(places(corpus, 0)) == []


def test_an_episode_without_chapters_has_places_too_and_one_without_words_none():
    corpus = Corpus(Podcast("talk", "Talk"), (talk(1, 0), Episode("still", 2, "Still")))
    turns = [(draft.origin["episode"], draft.origin["turn"]) for draft in places(corpus, 60)]
    assert turns == [(1, 0), (1, 10), (1, 20), (1, 30)]


def test_ratings_of_this_podcast_are_proposed_as_they_were_asked(tmp_path):
    line = {
        "question": "Welches Holz?",
        "history": ["Und davor?"],
        "gold": [{"episode": 1, "quote": "Am liebsten Esche."}],
        "feedback": {"rating": "good", "comment": "Ja."},
    }
    other = {**line, "gold": [{"episode": 1, "quote": "x", "podcast": "another"}]}
    file = tmp_path / "ratings.jsonl"
    cut_off = '{"question": "Wie v'
    file.write_text("\n".join([json.dumps(line), "[]", json.dumps(other), cut_off]), "utf-8")
    (draft,) = rated(file, "werkstatt")
    assert (draft.question, draft.history) == ("Welches Holz?", ("Und davor?",))
    assert draft.origin == {
        "source": "rating",
        "rating": "good",
        "comment": "Ja.",
        "cited": line["gold"],
    }


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "Wer?\n\n  Wann?\n", [("Wer?", ()), ("Wann?", ())]),
        ("a.md", "## Wer\\#?\n\nUwe.\n\n## Wo?\n", [("Wer#?", ()), ("Wo?", ("Wer#?",))]),
        ("a.jsonl", '{"question": "Wer?", "history": ["Wo?"]}', [("Wer?", ("Wo?",))]),
    ],
)
def test_past_questions_come_in_three_forms(tmp_path, name, text, found):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [(one.question, one.history) for one in asked(tmp_path / name)] == found


def test_halves_are_alike_and_what_belongs_together_lies_in_one():
    said = {"source": "asked"}
    drafts = [
        Draft(said, "Welches Holz?"),
        Draft(said, "Und warum?", ("Welches Holz?",)),
        Draft(said, "welches holz"),
        Draft(said, "Wie alt ist der Sauerteig?"),
        *places(small_corpus(), 60),
    ]
    lines: list[dict] = []
    assert propose(lines, drafts, "de") == drafts
    assert [line["id"] for line in lines][:4] == ["own-001", "own-003", "own-005", "own-002"]
    halves = [split_of(line["id"]) for line in lines]
    assert abs(halves.count("dev") - halves.count("test")) <= 1
    assert len({line["id"] for line in lines}) == len(lines)


def test_nothing_is_proposed_twice_be_it_confirmed_or_skipped():
    drafts = [Draft({"source": "asked"}, "Welches Holz?"), *places(small_corpus(), 60)]
    lines: list[dict] = []
    propose(lines, drafts, "de")
    lines[0] |= {"answerable": False, "type": "unanswerable"}
    del lines[0]["draft"]
    lines[1] |= {"question": "Ganz anders?", "origin": lines[1].pop("draft")}
    lines[2]["draft"]["skipped"] = True
    before = json.dumps(lines)
    again = [replace(drafts[0], question="welches HOLZ?"), *drafts[1:]]
    assert propose(lines, again, "de") == [] and json.dumps(lines) == before


@pytest.fixture
def podcast(tmp_path: Path) -> Path:
    save_corpus(small_corpus(), tmp_path / "corpus")
    return tmp_path / "corpus"


def test_the_command_writes_drafts_which_are_no_set_yet(tmp_path, podcast, capsys):
    file, past = tmp_path / "mine.jsonl", tmp_path / "asked.txt"
    past.write_text("Welches Holz nimmst du?\n", encoding="utf-8")
    command = ["draft", str(file), "--corpus", str(podcast), "--asked", str(past)]
    assert commands.main(command) == 0
    shown = capsys.readouterr().out
    assert f"5 drafts added to {file} (asked: 1, chapter: 3, unsaid: 1)." in shown
    assert f"NACHGEFRAGT_LABELLING={file}" in shown
    with pytest.raises(DatasetError, match="drafts only"):
        load_examples(file)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert origins(lines) == ["asked", "chapter", "chapter", "unsaid", "chapter"]
    lines[0] |= {"type": "fact", "answerable": False}
    del lines[0]["draft"]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [example.question for example in load_examples(file)] == ["Welches Holz nimmst du?"]
    assert commands.main(command) == 0
    assert "0 drafts added" in capsys.readouterr().out


def test_what_cannot_be_read_is_one_line(tmp_path, podcast, capsys):
    command = ["draft", str(tmp_path / "mine.jsonl"), "--corpus", str(podcast)]
    assert commands.main([*command, "--asked", str(tmp_path / "none.txt")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "mine.jsonl").exists()


def test_of_a_library_one_podcast_has_to_be_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NACHGEFRAGT_LIBRARY", str(tmp_path))
    assert commands.main(["draft", str(tmp_path / "mine.jsonl")]) == 1
    assert "--corpus DIR" in capsys.readouterr().err


TEXTS = st.text(max_size=6) | st.sampled_from(["Wer?", "wer", "Warum?"])
ASKED = st.builds(
    Draft, st.just({"source": "asked"}), TEXTS, st.lists(TEXTS, max_size=2).map(tuple)
)


@given(st.lists(ASKED, max_size=12), st.integers(0, 12))
def test_whatever_was_asked_ids_are_unique_groups_whole_and_a_second_time_adds_nothing(some, cut):
    lines: list[dict] = []
    added = propose(lines, some[:cut], "de") + propose(lines, some, "de")
    assert len(lines) == len({line["id"] for line in lines}) == len(added)
    halves: dict[object, set[str]] = {}
    for line, draft in zip(lines, added, strict=True):
        halves.setdefault(draft.group, set()).add(split_of(line["id"]))
    assert all(len(half) == 1 for half in halves.values())
    assert propose(lines, some, "de") == []
