"""A corpus on disk and what an import makes of it."""

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import Alias, Chapter, CorpusError, Episode, Podcast, Turn, load_corpus, load_episode
from corpus.gathered import Found, Gathered
from corpus.merging.update import update

PODCAST = Podcast("werkstatt", "Werkstatt", language="de")
TALK = Episode(
    "a", 0, "Eins", date(2024, 1, 1), 60.0, chapters=(Chapter(0.0, "Anfang"),),
    turns=(Turn("Jana", "Hallo.", 0.0, 5.0),),
)  # fmt: skip


def gathered(*episodes: Episode, podcast: Podcast = PODCAST, described: bool = True) -> Gathered:
    return Gathered(podcast, described, tuple(Found(e, None, e.title) for e in episodes))


def changes(outcomes) -> dict[str, str]:
    return {one.file.name: one.change for one in outcomes}


@pytest.fixture
def folder(tmp_path) -> Path:
    update(gathered(TALK), tmp_path / "corpus")
    return tmp_path / "corpus"


def test_only_what_changed_is_written(folder):
    second = replace(TALK, id="b", title="Zwei")
    assert changes(update(gathered(TALK, second), folder)) == {
        "podcast.json": "unchanged", "001.json": "unchanged", "002.json": "added",
    }  # fmt: skip
    assert changes(update(gathered(replace(TALK, title="Neu")), folder))["001.json"] == "updated"
    assert load_corpus(folder).episode(2).title == "Zwei"  # no longer listed, and still there


def test_an_episode_with_another_id_is_known_by_title_and_day(folder):
    moved = replace(TALK, id="neue-guid", duration=61.0)
    assert changes(update(gathered(moved), folder))["001.json"] == "updated"
    (episode,) = load_corpus(folder)
    assert (episode.id, episode.duration) == ("a", 61.0)


NOON, EVENING = (
    replace(
        TALK, id=f"/{name}.mp3", title="Ganze Sendung", audio_url=f"https://example.org/{name}.mp3"
    )
    for name in ("mittags", "abends")
)


def test_a_rolling_feed_loses_no_broadcast(folder):
    """Two of one title and day, of which the feed lists only the last."""
    assert changes(update(gathered(NOON), folder))["002.json"] == "added"
    assert changes(update(gathered(EVENING), folder))["003.json"] == "added"
    assert [episode.id for episode in load_corpus(folder)] == ["a", NOON.id, EVENING.id]
    again = update(gathered(NOON, EVENING), folder)
    assert set(changes(again).values()) == {"unchanged"}


def test_files_of_one_name_in_two_folders_are_two_recordings(folder):
    noon, evening = (
        replace(NOON, id=name, audio_url=f"https://example.org/{name}/audio.mp3")
        for name in ("mittags", "abends")
    )
    update(gathered(noon), folder)
    assert changes(update(gathered(evening), folder))["003.json"] == "added"


def test_an_address_that_is_none_stops_nothing(folder):
    for number in "12":
        odd = replace(NOON, id=number, audio_url=f"http://[{number}/a.mp3")
        assert "added" in changes(update(gathered(odd), folder)).values()


def test_a_recording_that_is_the_same_is_one_episode(folder):
    update(gathered(NOON), folder)
    moved = replace(NOON, id="neu", audio_url="https://andere.example/x/mittags.mp3?t=1")
    assert changes(update(gathered(moved), folder))["002.json"] == "updated"


def test_a_podcast_that_moved_is_known_by_titles_and_days(folder):
    shows = [
        replace(NOON, id=str(n), title=f"Sendung {n}", audio_url=f"https://a.example/{n}.mp3")
        for n in range(4)
    ]
    update(gathered(*shows), folder)
    moved = [replace(s, id=f"x{s.id}", audio_url=f"https://b.example/b{s.id}.mp3") for s in shows]
    outcome = changes(update(gathered(*moved), folder))
    assert "added" not in outcome.values()


def test_corrections_of_a_broadcast_survive_another_of_its_title(folder):
    update(gathered(NOON), folder)
    file = folder / "002.json"
    corrected = file.read_text(encoding="utf-8").replace("Hallo.", "Guten Tag.")
    file.write_text(corrected, encoding="utf-8")
    outcome = changes(update(gathered(EVENING, NOON), folder))
    assert (outcome["002.json"], outcome["003.json"]) == ("kept", "added")
    assert file.read_text(encoding="utf-8") == corrected


def test_what_the_source_lost_stays(folder):
    bare = replace(TALK, turns=(), chapters=(), description="neu")
    update(gathered(bare), folder)
    (episode,) = load_corpus(folder)
    assert (episode.description, episode.turns, episode.chapters) == (
        "neu", TALK.turns, TALK.chapters,
    )  # fmt: skip


def test_a_file_that_was_only_laid_out_anew_is_unchanged(folder):
    file = folder / "001.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8"))), encoding="utf-8")
    assert changes(update(gathered(TALK), folder))["001.json"] == "unchanged"


def test_slug_and_aliases_are_the_corpus_own(folder):
    file = folder / "podcast.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["aliases"] = [{"name": "Jana Roth", "spellings": ["Jana"]}]
    file.write_text(json.dumps(data), encoding="utf-8")
    renamed = replace(PODCAST, slug="neu", title="Werkstatt")
    assert changes(update(gathered(TALK, podcast=renamed), folder))["podcast.json"] == "unchanged"
    podcast = load_corpus(folder).podcast
    assert (podcast.slug, podcast.aliases) == ("werkstatt", (Alias("Jana Roth", ("Jana",)),))


def test_a_folder_of_transcripts_does_not_rename_the_podcast(folder):
    other = Podcast("ordner", "ordner")
    update(gathered(replace(TALK, id="b"), podcast=other, described=False), folder)
    assert load_corpus(folder).podcast == PODCAST


def test_files_keep_their_names_and_give_way_to_each_other(folder):
    (folder / "001.json").rename(folder / "002.json")
    second = replace(TALK, id="b", title="Zwei")
    outcome = changes(update(gathered(TALK, second), folder))
    assert outcome["002.json"] == "unchanged"
    assert outcome["002-2.json"] == "added"
    assert [episode.number for episode in load_corpus(folder)] == [1, 2]


def test_a_damaged_file_stops_the_import_before_anything_is_written(folder):
    (folder / "001.json").write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"001.json"):
        update(gathered(replace(TALK, id="b", title="Zwei")), folder)
    assert {file.name for file in folder.iterdir()} == {"001.json", "podcast.json"}


def test_estimates_are_made_once(folder, monkeypatch):
    untimed = replace(TALK, id="b", title="Zwei", turns=(Turn("Jana", "Hallo. Und los."),))
    update(gathered(untimed), folder)
    assert load_episode(folder / "002.json").turns[0].uncertainty is not None
    monkeypatch.setattr("corpus.merging.update.align", None)  # not asked again
    assert changes(update(gathered(untimed), folder))["002.json"] == "unchanged"


def test_an_import_that_was_stopped_is_no_editors_work(folder, monkeypatch):
    second = replace(TALK, id="b", title="Zwei")
    update(gathered(TALK, second), folder)
    changed = [replace(episode, duration=70.0) for episode in (TALK, second)]
    move, moved = os.replace, []

    def stop(source: str, target: Path) -> None:
        if target.parent == folder and moved:
            raise KeyboardInterrupt
        moved.extend([target] * (target.parent == folder))
        move(source, target)

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        update(gathered(*changed), folder)
    monkeypatch.undo()
    assert sorted(file.name for file in folder.iterdir()) == [
        "001.json",
        "002.json",
        "podcast.json",
    ]
    later = [replace(episode, duration=80.0) for episode in changed]
    outcome = changes(update(gathered(*later), folder))
    assert (outcome["001.json"], outcome["002.json"]) == ("updated", "updated")
