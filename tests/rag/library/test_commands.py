"""python -m rag with a library, as a user sees it."""

import json

import pytest

from rag import Settings, update_index
from rag import __main__ as commands
from tests.support.fakes import FakeEmbedder
from tests.support.feeds import feed, item, vtt
from tests.support.libraries import library
from tests.support.site import Page

ASH = "Ist Esche zäh oder bricht sie wie Fichte?"


@pytest.fixture
def places(tmp_path, monkeypatch) -> Settings:
    monkeypatch.setattr(commands, "embedder", lambda name: FakeEmbedder(name or "fake"))
    for name in ("CORPUS", "LIBRARY", "STORE", "EMBEDDING_MODEL", "LLM"):
        monkeypatch.delenv(f"NACHGEFRAGT_{name}", raising=False)
    return library(tmp_path)


@pytest.fixture
def run(places):
    def ran(*arguments):
        given = ["--library", places.library, "--store", places.store]
        return commands.main([str(one) for one in (*arguments, *given)])

    assert ran("index") == 0
    return ran


def test_index_check_and_one_that_is_broken(run, places, capsys):
    capsys.readouterr()
    assert run("index") == 0
    [garden, wood] = capsys.readouterr().out.splitlines()
    assert garden.startswith("gartenfunk: 0 chunks embedded")
    assert wood == "werkstatt: 0 chunks embedded, 33 kept, 0 removed."
    assert run("index", "--podcast", "werkstatt") == 0
    assert capsys.readouterr().out == "werkstatt: 0 chunks embedded, 33 kept, 0 removed.\n"
    assert run("check") == 0
    assert capsys.readouterr().out.count("is whole") == 2
    (places.store / "gartenfunk" / "manifest.json").write_text("{")
    assert run("check") == 1
    said = capsys.readouterr()
    assert said.out.startswith("werkstatt: The index") and said.out.count("\n") == 1
    assert "Error: gartenfunk: The manifest" in said.err
    assert said.err.endswith("Error: 1 of 2 podcasts failed; the others are done\n")


def test_ask_all_and_one(run, capsys):
    capsys.readouterr()
    assert run("ask", ASH, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert {one["podcast"] for one in answer["citations"]} == {"gartenfunk", "werkstatt"}
    assert run("ask", ASH, "--podcast", "gartenfunk") == 0
    assert "„Gartenfunk am Abend“, Folge 1" in capsys.readouterr().out
    assert run("ask", ASH, "--podcast", "nix") == 1
    assert "Vorhanden: gartenfunk, werkstatt" in capsys.readouterr().err


def test_a_broken_podcast_is_told_and_the_others_are_asked(run, places, capsys):
    (places.store / "gartenfunk" / "manifest.json").write_text("{")
    capsys.readouterr()
    assert run("ask", ASH, "--json") == 0
    said = capsys.readouterr()
    assert said.err.startswith("Error: gartenfunk: ") and said.err.count("\n") == 1
    assert json.loads(said.out)["grounded"]


def test_search_names_the_podcast(run, capsys):
    capsys.readouterr()
    assert run("search", "Esche", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["podcast"] for row in rows} == {"gartenfunk", "werkstatt"}
    assert run("search", "Esche", "-k", 1, "--podcast", "gartenfunk") == 0
    assert "Gartenfunk am Abend" in capsys.readouterr().out


def test_batch(run, tmp_path, capsys):
    file = tmp_path / "q.jsonl"
    lines = [{"question": ASH}, {"question": "Und Frost?", "history": [ASH]}, {"question": ""}]
    file.write_text("\n".join(map(json.dumps, lines)))
    capsys.readouterr()
    assert run("ask", "--batch", file) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["grounded"] for answer in answers] == [True, True, False]


def test_one_corpus_beats_the_library_of_the_environment(run, places, monkeypatch, capsys):
    monkeypatch.setenv("NACHGEFRAGT_LIBRARY", str(places.library))
    given = ["--corpus", places.library / "werkstatt", "--store", places.store / "werkstatt"]
    capsys.readouterr()
    assert commands.main([str(one) for one in ("ask", ASH, "--json", *given)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["grounded"] and "podcast" not in answer["citations"][0]
    assert commands.main(["ask", ASH, "--corpus", "a", "--library", "b"]) == 1
    assert "not allowed with" in capsys.readouterr().err


def test_refresh_goes_through_all(run, places, site, capsys):
    site.pages["/1.vtt"] = Page(vtt(("Rosa Klee", "Kürbisse brauchen Sonne."), ("Ole", "Ja.")))
    new = item(2, (f"{site.url}/1.vtt", "text/vtt"))
    site.pages["/feed.xml"] = Page(feed(new, title="Gartenfunk am Abend"))
    file = places.library / "gartenfunk" / "podcast.json"
    podcast = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(podcast | {"feed": f"{site.url}/feed.xml"}), encoding="utf-8")
    capsys.readouterr()
    assert run("refresh", "--allow-private") == 1
    said = capsys.readouterr()
    assert said.out.startswith("gartenfunk: 1 new episode, index up to date")
    assert "Error: werkstatt: The corpus" in said.err and "does not say where" in said.err
    assert run("ask", "Was brauchen Kürbisse?", "--podcast", "gartenfunk") == 0
    assert "Kürbisse brauchen Sonne." in capsys.readouterr().out
    assert run("refresh", f"{site.url}/feed.xml") == 1
    assert "--podcast SLUG" in capsys.readouterr().err


def test_an_index_is_found_where_it_was_for_that_podcast_alone(places, capsys):
    one = Settings(corpus=places.library / "werkstatt", store=places.store / "werkstatt")
    update_index(one, FakeEmbedder("fake"))
    given = ["index", "--library", str(places.library), "--store", str(places.store)]
    assert commands.main(given) == 0
    assert "werkstatt: 0 chunks embedded, 33 kept" in capsys.readouterr().out
