"""Which podcasts a library holds."""

import shutil
from dataclasses import replace

import pytest

from corpus import CorpusError, NachgefragtError, save_corpus
from corpus.library import read_library
from rag import Settings
from rag.shelf import for_each, shelf
from tests.support.fakes import small_corpus
from tests.support.libraries import garden_corpus, library


def test_every_folder_with_a_podcast_is_one(tmp_path):
    folder = library(tmp_path).library
    (folder / ".import").mkdir()
    (folder / "notes").mkdir()
    (folder / "notes.txt").write_text("no podcast")
    found = read_library(folder)
    assert [podcast.slug for podcast in found.podcasts.values()] == ["gartenfunk", "werkstatt"]
    assert not found.failures


def test_a_broken_one_stops_no_other(tmp_path):
    folder = library(tmp_path).library
    (folder / "gartenfunk" / "podcast.json").write_text("{")
    found = read_library(folder)
    assert [podcast.slug for podcast in found.podcasts.values()] == ["werkstatt"]
    [failure] = found.failures
    assert failure.place == "gartenfunk" and "not valid JSON" in failure.reason


def test_two_of_one_slug_are_an_error_with_a_remedy(tmp_path):
    folder = library(tmp_path).library
    shutil.copytree(folder / "werkstatt", folder / "copy")
    with pytest.raises(CorpusError, match="same slug, 'werkstatt'.*write another one in"):
        read_library(folder)


@pytest.mark.parametrize(
    ("name", "remedy"), [("gone", "corpus import"), ("library/werkstatt", "NACHGEFRAGT_CORPUS")]
)
def test_what_is_no_library_says_what_to_do(tmp_path, name, remedy):
    library(tmp_path)
    with pytest.raises(CorpusError, match=remedy):
        read_library(tmp_path / name)


def test_each_podcast_has_settings_of_its_own(tmp_path):
    settings = library(tmp_path)
    found = shelf(settings).podcasts
    assert list(found) == ["gartenfunk", "werkstatt"]
    assert found["werkstatt"].corpus == settings.library / "werkstatt"
    assert found["werkstatt"].store == settings.store / "werkstatt"
    assert found["werkstatt"].library is None
    assert shelf(replace(settings, store=None)).podcasts["werkstatt"].store is None
    assert list(shelf(settings, "gartenfunk").podcasts) == ["gartenfunk"]
    with pytest.raises(NachgefragtError, match="nix.*There are: gartenfunk, werkstatt"):
        shelf(settings, "nix")


def test_one_that_fails_is_a_line_and_the_others_are_done(tmp_path, capsys):
    settings, done = library(tmp_path), []

    def do(one: Settings) -> str:
        if one.corpus.name == "gartenfunk":
            raise NachgefragtError("is broken")
        done.append(one.corpus.name)
        return "done"

    with pytest.raises(NachgefragtError, match="1 of 2 podcasts failed"):
        for_each(settings, None, do)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("werkstatt: done\n", "Error: gartenfunk: is broken\n")
    assert done == ["werkstatt"]


def test_an_empty_library_says_how_to_fill_it(tmp_path):
    with pytest.raises(NachgefragtError, match=r"corpus import FEEDS.opml"):
        for_each(Settings(library=tmp_path), None, str)


def test_without_a_library_nothing_is_named(settings, capsys):
    for_each(settings, None, lambda one: one.corpus.name)
    assert capsys.readouterr().out == "corpus\n"
    with pytest.raises(NachgefragtError, match="--library DIR"):
        for_each(settings, "werkstatt", str)


def test_the_environment_names_a_library(tmp_path):
    assert Settings.from_environment({"NACHGEFRAGT_LIBRARY": str(tmp_path)}).library == tmp_path
    assert Settings.from_environment({"NACHGEFRAGT_LIBRARY": ""}).library is None


def test_a_podcast_may_have_any_folder_name(tmp_path):
    save_corpus(small_corpus(), tmp_path / "Meine Sammlung Ä")
    save_corpus(garden_corpus(), tmp_path / "b")
    found = shelf(Settings(library=tmp_path, store=tmp_path / "store")).podcasts
    assert {slug: one.corpus.name for slug, one in found.items()} == {
        "werkstatt": "Meine Sammlung Ä",
        "gartenfunk": "b",
    }
