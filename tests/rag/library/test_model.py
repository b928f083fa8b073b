"""Two podcasts with the bundled model: the shipped one, and that of docs/publishers.md."""

import shutil

import pytest

from corpus import __main__ as commands
from corpus.places import SHIPPED
from rag import Index, Question, Settings, answer_pipeline
from rag.pipeline.library import Library, library_pipeline
from tests.support.libraries import indexes
from tests.support.places import ROOT

EXAMPLE = ROOT / "docs" / "example"
HERMANN = "Wie alt ist der Sauerteig Hermann?"
COMPLAINTS = "Welche Anfragen sollte man auf keinen Fall automatisieren?"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def both(tmp_path_factory, bundled, shipped_vectors) -> list[Index]:
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(SHIPPED, folder / "library" / "service")
    (folder / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline xmlUrl="feed.xml"/></body></opml>'
    )
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    given = ["import", str(folder / "feeds.opml"), "--into", str(folder / "library")]
    assert commands.main(given) == 0
    (folder / "store" / "service").mkdir(parents=True)
    shutil.copy(shipped_vectors, folder / "store" / "service")
    settings = Settings(library=folder / "library", store=folder / "store")
    return list(indexes(settings, bundled))


def slugs(answer):
    return {citation.source.podcast.slug for citation in answer.citations}


def test_each_question_finds_its_podcast(both, shipped_index):
    ask = library_pipeline(Library(tuple(both), several=True))
    assert slugs(ask.invoke(Question(HERMANN))) == {"werkstattgespraeche"}
    answer = ask.invoke(Question(COMPLAINTS))
    assert slugs(answer) == {"better-call-service"}
    alone = answer_pipeline(shipped_index).invoke(Question(COMPLAINTS))
    quotes = [citation.source.text for citation in alone.citations]
    assert [citation.source.text for citation in answer.citations] == quotes


def test_a_follow_up_stays_there_and_a_name_leads_elsewhere(both):
    ask = library_pipeline(Library(tuple(both), several=True))
    assert slugs(ask.invoke(Question("Und warum?", (COMPLAINTS,)))) <= {"better-call-service"}
    there = Question("Was sagt der Podcast Werkstattgespräche über den Sauerteig?", (COMPLAINTS,))
    assert slugs(ask.invoke(there)) == {"werkstattgespraeche"}


def test_what_none_of_them_says_is_refused(both):
    answer = library_pipeline(Library(tuple(both), several=True)).invoke(
        Question("Wie hoch ist der Mount Everest?")
    )
    assert not answer.grounded and answer.text == "Dazu sagt keiner der Podcasts etwas."
