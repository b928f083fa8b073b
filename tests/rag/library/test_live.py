"""A running program takes up what is new in a library, and lives with what is broken."""

import logging
import shutil
from dataclasses import replace

import pytest

from corpus import Corpus, NachgefragtError, save_corpus
from rag import StoreError, update_index
from rag.upkeep.live_library import LiveLibrary
from tests.support.fakes import fake_embedder, small_corpus
from tests.support.libraries import garden_corpus, library


class Beside:
    """Updates in this process; `done` are the names of the folders."""

    def __init__(self):
        self.done = []

    def __call__(self, settings):
        self.done.append(settings.corpus.name)
        update_index(settings, fake_embedder())


def live(settings, beside=None):
    def titles(indexes):
        return [index.corpus.podcast.title for index in indexes]

    return LiveLibrary(settings, fake_embedder(), titles, lambda i: i, beside or Beside())


def test_each_podcast_has_an_index_of_its_own(tmp_path):
    settings = library(tmp_path)
    assert live(settings).current() == ["Gartenfunk am Abend", "Werkstattgespräche"]
    assert sorted(one.name for one in settings.store.iterdir()) == ["gartenfunk", "werkstatt"]


def test_a_new_folder_is_taken_up_once_it_stays_as_it_is(tmp_path):
    settings, beside = library(tmp_path, small_corpus()), Beside()
    running = live(settings, beside)
    assert running.current() == ["Werkstattgespräche"] and not running.look()
    library(tmp_path, garden_corpus())
    assert not running.look() and beside.done == []
    assert running.look() and beside.done == ["gartenfunk"]
    assert running.current() == ["Gartenfunk am Abend", "Werkstattgespräche"]
    assert not running.look() and beside.done == ["gartenfunk"]


def test_a_folder_that_is_gone_is_left_out_but_not_the_last(tmp_path):
    settings = library(tmp_path)
    running = live(settings)
    shutil.rmtree(settings.library / "gartenfunk")
    assert running.look() and running.current() == ["Werkstattgespräche"]
    shutil.rmtree(settings.library / "werkstatt")
    assert not running.look() and running.current() == ["Werkstattgespräche"]


def test_only_what_changed_is_updated(tmp_path):
    settings, beside = library(tmp_path), Beside()
    running = live(settings, beside)
    garden = garden_corpus()
    renamed = replace(garden.podcast, title="Gartenfunk am Morgen")
    save_corpus(Corpus(renamed, garden.episodes), settings.library / "gartenfunk")
    running.look()
    assert running.look() and beside.done == ["gartenfunk"]
    assert running.current() == ["Gartenfunk am Morgen", "Werkstattgespräche"]


def test_a_broken_podcast_is_a_line_and_comes_back_when_it_is_mended(tmp_path, capsys):
    settings, beside = library(tmp_path), Beside()
    file = settings.library / "gartenfunk" / "001.json"
    good = file.read_text(encoding="utf-8")
    file.write_text("{")
    running = live(settings, beside)
    said = capsys.readouterr().err
    assert said.startswith("Error: gartenfunk: ") and said.count("\n") == 1
    assert running.current() == ["Werkstattgespräche"]
    for _ in range(3):
        assert not running.look()
    assert beside.done == []  # nothing has changed: it is not tried again and again
    file.write_text(good, encoding="utf-8")
    running.look()
    assert running.look() and len(running.current()) == 2


def test_an_update_that_fails_is_said_once_and_the_old_index_answers(tmp_path, caplog):
    settings = library(tmp_path)

    def fail(settings):
        raise StoreError("no room")

    running = live(settings, fail)
    (settings.library / "gartenfunk" / "001.json").write_text("{")
    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            running.look()
    said = [record.getMessage() for record in caplog.records if record.name.startswith("rag")]
    assert said == ["gartenfunk: no room What was there before answers."]
    assert len(running.current()) == 2


def test_without_any_podcast_there_is_nothing_to_serve(tmp_path):
    settings = library(tmp_path, small_corpus())
    (settings.library / "werkstatt" / "podcast.json").write_text("{")
    with pytest.raises(NachgefragtError, match="There is no podcast in"):
        live(settings)
