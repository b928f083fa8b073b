"""Aliases: one name per person, from the moment a corpus is read."""

import json
from dataclasses import replace

import pytest

from corpus import Alias, Corpus, __main__, load_corpus, save_corpus
from corpus.text.names import alike
from rag import ensure_index
from rag.question.scope import checked
from rag.retrieval.hybrid import search
from rag.types import Scope
from tests.fakes import fake_embedder, small_corpus


@pytest.fixture
def folder(tmp_path):
    """The second episode calls Jana "jana-oeztuerk", as a player's transcript does."""
    corpus = small_corpus()
    first, second = corpus.episodes
    turns = tuple(
        replace(turn, speaker="jana-oeztuerk" if turn.speaker == "Jana Öztürk" else turn.speaker)
        for turn in second.turns
    )
    save_corpus(Corpus(corpus.podcast, (first, replace(second, turns=turns))), tmp_path / "corpus")
    return tmp_path / "corpus"


def add_alias(folder, spelling: str) -> None:
    file = folder / "podcast.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["aliases"] = [{"name": "Jana Öztürk", "spellings": [spelling]}]
    file.write_text(json.dumps(data), encoding="utf-8")


def test_a_corpus_without_aliases_is_as_it_is(folder):
    assert "jana-oeztuerk" in load_corpus(folder).speakers
    assert "aliases" not in (folder / "podcast.json").read_text(encoding="utf-8")


def test_an_alias_unifies_speakers_and_people(folder):
    add_alias(folder, " JANA-oeztuerk")
    corpus = load_corpus(folder)
    assert corpus.speakers == ("Jana Öztürk", "Uwe Groß", "Sigrid Löwe")
    assert corpus.podcast.aliases == (Alias("Jana Öztürk", (" JANA-oeztuerk",)),)
    save_corpus(corpus, folder.parent / "again")
    assert load_corpus(folder.parent / "again") == corpus


def test_everything_downstream_sees_one_name(folder, settings):
    add_alias(folder, "jana-oeztuerk")
    index = ensure_index(replace(settings, corpus=folder), fake_embedder())
    assert checked(Scope(2, "jana öztürk"), index.corpus) == Scope(2, "Jana Öztürk")
    hits = search(index, "Sauerteig", 5, Scope(2, "Jana Öztürk"))
    assert hits[0].chunk.text == "Und der Sauerteig?"
    assert {hit.chunk.turn.speaker for hit in hits} == {"Jana Öztürk"}


def test_an_import_keeps_aliases(tmp_path, capsys):
    page = "W\n  • 01.02.2024\n    #1 Eins\n    ____TRANSKRIPT Hallo.\n"
    (tmp_path / "seite.txt").write_text(page, encoding="utf-8")
    options = ["import", str(tmp_path / "seite.txt"), "--into", str(tmp_path / "corpus")]
    assert __main__.main(options) == 0
    add_alias(tmp_path / "corpus", "jana")
    assert __main__.main(options) == 0
    assert load_corpus(tmp_path / "corpus").podcast.aliases[0].name == "Jana Öztürk"


def test_check_proposes_aliases(folder, capsys):
    file = folder / "002.json"
    text = file.read_text(encoding="utf-8").replace("jana-oeztuerk", "janaöztürk")
    file.write_text(text, encoding="utf-8")
    assert __main__.main(["check", str(folder)]) == 0
    assert "warning: Jana Öztürk, janaöztürk: if that is one person" in capsys.readouterr().out


def test_alike():
    assert alike(["Tim P", "tim-p", "Tom", "TIM P"]) == [("Tim P", "tim-p", "TIM P")]
    assert alike(["Anna", "Anne"]) == []
    assert alike(["Jana", "Uwe", "Jana Roth"]) == [("Jana Roth", "Jana")]
    assert alike(["Jana", "Jana Roth", "Jana Kern", "Speaker 1", "Speaker 10"]) == []
