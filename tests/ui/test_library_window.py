"""The window, its API and its MCP tools over two podcasts."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from app import show_of_all
from rag import Index, Scope
from rag.types import Answer
from tests.support.asking import GRADIO_LEAVES, page_event, served_by
from tests.support.fakes import fake_embedder, small_corpus
from tests.support.libraries import garden_corpus, indexes, library
from tests.ui.test_window import call_tools
from ui.api.schemas import RESULTS
from ui.html.answer.exchange import exchange
from ui.html.markdown_export import as_markdown
from ui.html.sample_questions import sample_questions
from ui.state.browser_storage import kept, recalled
from ui.state.conversation import Exchange, Show, before
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

pytestmark = GRADIO_LEAVES
ASH = "Ist Esche zäh oder bricht sie wie Fichte?"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, ...]:
    return tuple(indexes(library(tmp_path_factory.mktemp("both")), fake_embedder()))


@pytest.fixture(scope="module")
def show(both: tuple[Index, ...]) -> Show:
    return show_of_all(None, None, both)


@pytest.fixture(scope="module")
def url(show: Show) -> Iterator[str]:
    with served_by(lambda: show) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def asked(show: Show, text: str = ASH, podcast: str | None = None) -> Exchange:
    from rag import Question

    scope = Scope(podcast=podcast)
    answer = show.pipeline.invoke(Question(text, scope=scope))
    return Exchange(text, scope, answer, settled=True)


def test_the_podcasts_are_listed(client: Client) -> None:
    podcasts = client.predict(api_name="/podcasts")
    assert [one["slug"] for one in podcasts] == ["gartenfunk", "werkstatt"]
    assert podcasts[1]["title"] == "Werkstattgespräche" and podcasts[1]["episode_count"] == 2


def test_a_program_asks_all_or_one(client: Client) -> None:
    every = client.predict(ASH, api_name="/ask")
    assert {one["podcast"] for one in every["citations"]} == {"gartenfunk", "werkstatt"}
    # Last of the arguments, so that calls without it stay as they were.
    one = client.predict(ASH, None, None, None, "gartenfunk", api_name="/ask")
    assert {cited["podcast"] for cited in one["citations"]} == {"gartenfunk"}
    with pytest.raises(AppError, match="Vorhanden: gartenfunk, werkstatt"):
        client.predict(ASH, podcast="nix", api_name="/ask")


def test_a_program_searches_all_or_one(client: Client) -> None:
    rows = client.predict("Esche", 5, None, None, api_name="/search")
    assert {row["podcast"] for row in rows} == {"gartenfunk", "werkstatt"}
    rows = client.predict("Esche", 5, None, None, "werkstatt", api_name="/search")
    assert {row["podcast"] for row in rows} == {"werkstatt"}


def test_a_program_lists_episodes_of_all_or_one(client: Client) -> None:
    def names(*given: Any, **named: Any) -> list[tuple[str, int]]:
        rows = client.predict(*given, **named, api_name="/episodes")
        return [(row["podcast"], row["number"]) for row in rows]

    assert names() == [("gartenfunk", 1), ("werkstatt", 1), ("werkstatt", 2)]
    assert names(1) == [("gartenfunk", 1), ("werkstatt", 1)]
    assert names(2) == [("werkstatt", 2)]
    assert names(None, "gartenfunk") == [("gartenfunk", 1)]
    for given in ((1, "nix"), (2, "gartenfunk")):
        with pytest.raises(AppError):
            names(*given)


def test_the_tools_know_podcasts_too(url: str) -> None:
    calls = [("ask", {"question": ASH, "podcast": "werkstatt"}), ("podcasts", {})]
    _, (answer, podcasts) = asyncio.run(call_tools(url, calls))
    assert {one["podcast"] for one in answer.structuredContent["citations"]} == {"werkstatt"}
    assert len(podcasts.structuredContent["result"]) == len(json.loads(podcasts.content[0].text))
    assert set(RESULTS) == {"ask", "search", "episodes", "podcasts"}


def test_a_podcast_is_chosen(url: str) -> None:
    composer, face, finder, shelf = page_event(url, "masthead", "select", {"podcast": "werkstatt"})
    for form in (composer, finder):
        assert "Uwe Groß" in form and 'fieldset class="filters">' in form
    assert "?podcast=werkstatt&amp;episode=2" in shelf and "gartenfunk" not in shelf
    assert "Brot ohne Eile" in face and "Gartenfunk" not in face
    composer, face, _, shelf = page_event(url, "masthead", "select", {"podcast": ""})
    assert 'class="filters" hidden' in composer and "Uwe Groß" not in composer
    assert "?podcast=gartenfunk&amp;episode=1" in shelf and "Werkstattgespräche" in shelf
    assert "Gartenfunk" in face and "Werkstattgespräche" in face


def test_a_link_opens_the_episode_of_its_podcast(url: str) -> None:
    def opened(**sent: str) -> str:
        [page] = page_event(url, "episode", "select", sent)
        return str(page)

    assert "Hermann" in opened(podcast="werkstatt", number="2", t="0:40")
    assert "Kompost" in opened(podcast="gartenfunk", number="1")
    # An address from before there were several leads to the first.
    old = opened(number="1")
    assert "Gartenfunk am Abend · Folge 1" in old and 'data-podcast="gartenfunk"' in old
    assert GERMAN.no_episode in opened(podcast="nix", number="1")
    assert GERMAN.no_episode in opened(podcast="gartenfunk", number="2")


def test_cards_links_and_markdown_name_the_podcast(show: Show) -> None:
    one = asked(show, podcast="werkstatt")
    shown = str(exchange(1, one, GERMAN, rated=False))
    assert '<p class="podcast" dir="auto">Werkstattgespräche</p>' in shown
    assert "?podcast=werkstatt&amp;episode=1&amp;t=0:" in shown
    assert '<span class="chip">Werkstattgespräche</span>' in shown
    assert "Werkstattgespräche: Wo es in Folge 1 gesagt wird" in shown
    assert 'data-podcast="werkstatt"' in shown
    assert ", Werkstattgespräche, Folge 1 „" in as_markdown(one, GERMAN)


def test_a_conversation_survives_in_the_browser(show: Show) -> None:
    one = asked(show, podcast="gartenfunk"), asked(show), asked(show, "Wie viele Folgen gibt es?")
    memory = json.loads(json.dumps(kept(one)))
    assert [back.scope.podcast for back in recalled(show.corpus, memory, show.more)] == [
        "gartenfunk",
        None,
        None,
    ]
    for was, back in zip(one, recalled(show.corpus, memory, show.more), strict=True):
        assert isinstance(was.reply, Answer) and isinstance(back.reply, Answer)
        assert (back.reply.text, back.reply.citations) == (was.reply.text, was.reply.citations)
    # A podcast that is gone takes what it said along, and nothing of the others.
    assert [back.scope.podcast for back in recalled(show.corpus, memory)] == ["gartenfunk"]
    forged = json.loads(json.dumps(memory[0]).replace('"gartenfunk"', '"werkstatt"'))
    assert recalled(show.corpus, [forged], show.more) == ()


def test_the_answer_before_says_which_podcasts_a_follow_up_is_for(show: Show) -> None:
    first = asked(show, podcast="gartenfunk")
    assert before([first]) == ("gartenfunk",)
    assert before([first, replace(first, reply="Zu lang.")]) == ("gartenfunk",)
    assert before([]) == ()


def test_the_first_screen_names_podcasts_that_can_be_asked(show: Show) -> None:
    assert sample_questions(show.corpora, GERMAN) == (
        "Worum geht es im Podcast „Gartenfunk am Abend“?",
        "Worum geht es im Podcast „Werkstattgespräche“?",
    )
    for words in (GERMAN, ENGLISH):
        for question in sample_questions(show.corpora, words):
            reply = asked(show, question).reply
            assert isinstance(reply, Answer) and reply.grounded
    silent = replace(garden_corpus(), podcast=replace(garden_corpus().podcast, description=None))
    [about, _] = sample_questions((silent, small_corpus()), GERMAN)
    assert about == "Wie viele Folgen hat der Podcast „Gartenfunk am Abend“?"
    reply = asked(show, about).reply
    assert isinstance(reply, Answer) and reply.text.startswith("Es gibt 1 Folge")


def test_a_single_podcast_has_nothing_to_choose(both: tuple[Index, ...]) -> None:
    single = show_of_all(None, None, both[1:])
    assert single.of(None) is single.corpus and not single.more
    shown = str(exchange(1, asked(single), GERMAN, rated=False))
    assert "podcast=" not in shown.replace("data-podcast=", "")


def test_the_key_sentences_of_an_episode_are_of_its_podcast(show: Show) -> None:
    for corpus in show.corpora:
        keys = show.key_sentences(corpus.podcast.slug, 1)
        assert keys and {key.episode for key in keys} == {corpus.episode(1)}
    assert not show.key_sentences("werkstatt", 99)
