"""Aliases: one name per person, from the moment a corpus is read."""

import json
from dataclasses import replace

import pytest

from corpus import Alias, Corpus, CorpusError, __main__, load_corpus, save_corpus
from corpus.text.names import alike
from rag import ensure_index
from rag.question.scope import checked
from rag.retrieval.hybrid import search
from rag.types import Scope
from tests.support.fakes import fake_embedder, small_corpus


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


LABELS = [{"name": "Jana Öztürk", "episodes": {"1": ["A"], "002": [" b"]}}]


def labelled(folder, aliases) -> None:
    """A corpus as a speech service writes it: Jana is "A" in one episode and "B" in the other."""
    corpus = small_corpus()
    episodes = []
    for episode, jana in zip(corpus.episodes, "AB", strict=True):
        turns = (
            replace(turn, speaker=jana if turn.speaker == "Jana Öztürk" else "C")
            for turn in episode.turns
        )
        episodes.append(replace(episode, turns=tuple(turns), people=()))
    save_corpus(Corpus(corpus.podcast, tuple(episodes)), folder)
    file = folder / "podcast.json"
    data = json.loads(file.read_text(encoding="utf-8")) | {"aliases": aliases}
    file.write_text(json.dumps(data), encoding="utf-8")


def test_labels_are_other_people_in_each_episode(tmp_path):
    labelled(tmp_path / "corpus", LABELS)
    corpus = load_corpus(tmp_path / "corpus")
    assert [episode.speakers for episode in corpus] == [("Jana Öztürk", "C")] * 2
    save_corpus(corpus, tmp_path / "again")
    assert load_corpus(tmp_path / "again") == corpus
    written = json.loads((tmp_path / "again" / "podcast.json").read_text(encoding="utf-8"))
    assert written["aliases"] == [
        {"name": "Jana Öztürk", "episodes": {"1": ["A"], "2": [" b"]}},
    ]


def test_what_is_said_of_an_episode_comes_first(tmp_path):
    labelled(tmp_path / "corpus", [*LABELS, {"name": "Uwe", "spellings": ["a", "c"]}])
    assert [e.speakers for e in load_corpus(tmp_path / "corpus")] == [("Jana Öztürk", "Uwe")] * 2


@pytest.mark.parametrize(
    ("alias", "told"),
    [
        ({"name": "Jana"}, "aliases[0]: needs spellings, or episodes like"),
        ({"name": " ", "spellings": ["A"]}, "aliases[0].name: is blank"),
        ({"name": "Jana", "episodes": ["A"]}, "aliases[0].episodes: Input should be an object"),
        ({"name": "Jana", "episodes": {"1": "A"}}, "aliases[0].episodes.1: Input should be a list"),
        ({"name": "Jana", "episodes": {"1": [5]}}, "aliases[0].episodes.1[0]: Input should be"),
        ({"name": "Jana", "episodes": {"1": [" "]}}, "aliases[0].episodes.1: a speaker's label"),
        ({"name": "Jana", "episodes": {"eins": ["A"]}}, "aliases[0].episodes.eins: Input should"),
        ({"name": "Jana", "episodes": {"-1": ["A"]}}, "aliases[0].episodes.-1: no episode has"),
    ],
)
def test_aliases_are_checked(tmp_path, alias, told):
    labelled(tmp_path / "corpus", [alias])
    with pytest.raises(CorpusError) as refused:
        load_corpus(tmp_path / "corpus")
    assert f"podcast.json: {told}" in str(refused.value)


def test_a_label_is_one_person(tmp_path):
    labelled(tmp_path / "corpus", [*LABELS, {"name": "Uwe", "episodes": {"2": ["B"]}}])
    with pytest.raises(CorpusError, match=r"aliases\[1\].episodes.2: b is Jana Öztürk already"):
        load_corpus(tmp_path / "corpus")


def test_an_alias_of_nobody_is_told(tmp_path, capsys):
    labelled(tmp_path / "corpus", [{"name": "Jana", "episodes": {"1": ["F"], "9": ["A"]}}])
    assert __main__.main(["check", str(tmp_path / "corpus")]) == 0
    out = capsys.readouterr().out
    assert "aliases[0].episodes.1 in podcast.json: nobody is called 'F' there" in out
    assert "aliases[0].episodes.9 in podcast.json: there is no episode 9" in out


def test_an_import_keeps_what_is_said_of_an_episode(tmp_path, capsys):
    page = "W\n  • 01.02.2024\n    #1 Eins\n    ____TRANSKRIPT Hallo.\n"
    (tmp_path / "seite.txt").write_text(page, encoding="utf-8")
    options = ["import", str(tmp_path / "seite.txt"), "--into", str(tmp_path / "corpus")]
    assert __main__.main(options) == 0
    file = tmp_path / "corpus" / "podcast.json"
    data = json.loads(file.read_text(encoding="utf-8")) | {"aliases": LABELS}
    file.write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "seite.txt").write_text(page.replace("Hallo", "Guten Tag"), encoding="utf-8")
    assert __main__.main([*options, "--overwrite"]) == 0
    (alias,) = load_corpus(tmp_path / "corpus").podcast.aliases
    assert alias.episodes == {1: ("A",), 2: (" b",)}
