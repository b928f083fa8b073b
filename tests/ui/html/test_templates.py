"""Every template shows what others have written as text, and none trusts any of it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from corpus import Chapter, Corpus, Episode, Link, Turn
from rag.types import Answer, Chunk, Citation, Hit, Quote, Scope, ShowNote
from rag.wording.formats import quotation
from tests.support.fakes import small_corpus
from tests.support.places import ROOT
from tests.ui.html.test_cards import MARKUP, Page
from ui.html import frame, search_results, templates
from ui.html.answer import exchange as exchanges
from ui.html.cards import passage
from ui.html.chooser import shelf
from ui.html.face import face
from ui.html.labelling import Labelling, labelling
from ui.html.trouble import listed
from ui.pages.episode import episode_page
from ui.pages.said import Wanted, said_page
from ui.state.conversation import Exchange, stopped_at
from ui.state.events import Place
from ui.state.labelling import Labelled
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

TEMPLATES = {file.name: file.read_text("utf-8") for file in templates.FOLDER.iterdir()}
OUR_TAGS = set(re.findall(r"<(\w+)", "".join(TEMPLATES.values())))
OUR_ATTRIBUTES = set(re.findall(r'[\s"](\w[\w-]*)=', "".join(TEMPLATES.values()).lower()))
OUR_ATTRIBUTES |= {"hidden", "selected", "disabled", "controls"}
OUR_ADDRESSES = ("?", "#", "http", "./", "api/episodes/")
NEVER = ("<evil>", '" onload="x', "' evil='x", "{{ words.title }}", "{% if x %}", "javascript:x//")


def wild_corpus(wild: str) -> Corpus:
    """One episode of which everything was written by a stranger."""
    first, small = small_corpus().episodes[0], small_corpus()
    episode = replace(
        first,
        title=wild,
        description=wild,
        audio_url=wild,
        page_url=wild,
        people=(replace(first.people[0], name=wild, role=wild, title=wild, url=wild),),
        links=(Link(wild, wild), Link(f"https://{wild}", wild)),
        chapters=(Chapter(0.0, wild), Chapter(30.0, wild)),
        turns=(Turn(wild, f"Davor {wild} Esche.", 20.0, 60.0, 5.0), Turn(wild, f"{wild}. Nein.")),
    )
    podcast = replace(small.podcast, title=wild, slug=wild, description=wild)
    return Corpus(podcast, (episode, Episode("still", 2, wild)))


def wild_exchanges(wild: str, corpus: Corpus) -> Iterator[Exchange]:
    """A question in each state, answered, refused and turned down."""
    first, podcast = corpus.episodes[0], corpus.podcast
    spans = [
        Quote(first, turn, 0, len(first.turns[turn].text), first.chapters[0], podcast)
        for turn in (0, 1)
    ]
    sources = (*spans, ShowNote(first, wild, podcast), ShowNote(None, wild, podcast))
    citations = tuple(Citation(number, source) for number, source in enumerate(sources, 1))
    quoted = [quotation(one.source.text, one.number, "de") for one in citations]
    said = "\n\n".join([f"{wild} [1]\n{wild}", *quoted])
    answer = Answer(wild, wild, "de", said, True, wild, citations, notice=wild)
    asked = Exchange(wild, Scope(1, wild, wild), beside=tuple(spans), suggestions=(wild,))
    yield from (asked, replace(asked, ahead=2), stopped_at(asked), replace(asked, reply=wild))
    refused = replace(answer, grounded=False, citations=())
    yield from (replace(asked, reply=reply, settled=True) for reply in (answer, refused))


def wild_pages(wild: str) -> Iterator[Markup]:
    """Every part of the page."""
    corpus = wild_corpus(wild)
    first, podcast = corpus.episodes[0], corpus.podcast
    for corpora in ([corpus], [corpus, corpus]):
        yield frame.masthead(corpora, GERMAN)
        yield frame.welcome(corpora, GERMAN)
        yield face(corpora, GERMAN, named=len(corpora) > 1)
        yield shelf(corpora, GERMAN, named=len(corpora) > 1)
    yield frame.composer(corpus, GERMAN)
    yield frame.search_form(corpus, GERMAN)
    yield frame.player(GERMAN)
    yield frame.drawer(GERMAN)
    told = {"site": wild, "title": wild, "description": wild, "image": wild, "address": wild}
    yield templates.rendered("preview", **told)
    for number, one in enumerate(wild_exchanges(wild, corpus), 1):
        yield exchanges.exchange(number, one, GERMAN, rated=True)
        undrawn = {"question": one.question, "scope": one.scope, "after": one.after}
        yield templates.rendered(
            "undrawn_exchange", number=number, words=GERMAN, way="retry", **undrawn
        )
    yield listed(GERMAN, "retry", wild, breaks)
    for place in (Place(time=30.0), Place(turn=1)):
        yield episode_page(corpus, first, place, GERMAN, podcast)
    yield episode_page(corpus, corpus.episodes[1], Place(), GERMAN)
    chunk = Chunk(first, 0, 0, len(first.turns[0].text), first.chapters[0])
    for span in (chunk, replace(chunk, chapter=None)):
        yield episode_page(corpus, first, Place(), GERMAN, podcast, [span])
    for person, topic in ((wild, None), (None, wild or "Esche"), (wild, "Esche"), (None, "Fichte")):
        yield said_page(corpus, Wanted(person, topic, podcast), [Hit(chunk, 1.0)], GERMAN)
    yield said_page(corpus, Wanted("Niemand", "Nichts"), [], GERMAN)
    yield search_results.passages(wild, [Hit(chunk, 1.0)], GERMAN)
    yield search_results.passages(wild, [], GERMAN)
    yield from wild_labelling(wild, corpus, chunk)


def wild_labelling(wild: str, corpus: Corpus, chunk: Chunk) -> Iterator[Markup]:
    """A question of an eval set that is being confirmed, from each source, and none left."""
    told = {"comment": wild, "chapter": wild, "episode": 1, "turn": 0}
    for source in ("rating", "asked", "chapter", "unsaid"):
        line = {
            "id": wild,
            "question": wild,
            "history": [wild],
            "draft": {"source": source, **told},
        }
        event = Labelled(act="find", id=wild, question=wild, words=wild)
        drawn = Labelling([line], 0, event, [chunk], problem=wild, done=True)
        yield labelling(corpus, drawn, Path(wild), GERMAN)
    yield labelling(corpus, Labelling([], None, Labelled(), done=True), Path(wild), GERMAN)
    yield labelling(corpus, Labelling([{}], None, Labelled()), Path(wild), GERMAN)


def breaks() -> Markup:
    raise ValueError


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARKUP + NEVER) | st.text(max_size=5), min_size=1).map("".join))
def test_whatever_was_written_stays_text(wild: str) -> None:
    for shown in wild_pages(wild):
        page = Page(shown)
        assert set(page.tags) <= OUR_TAGS
        assert {name for name, _ in page.attributes} <= OUR_ATTRIBUTES
        addresses = [value or "" for name, value in page.attributes if name in ("href", "src")]
        assert all(address.lower().startswith(OUR_ADDRESSES) for address in addresses)


def test_that_text_passes_through_every_template() -> None:
    templates._ENVIRONMENT.cache.clear()
    together = "".join(map(str, wild_pages("<evil>")))
    assert {name for _, name in templates._ENVIRONMENT.cache} == set(TEMPLATES)
    assert "<evil>" not in together and "&lt;evil&gt;" in together
    # Each of them has been drawn, none was replaced by a line that says so.
    assert together.count(GERMAN.trouble) == len(list(wild_exchanges("", wild_corpus("x")))) + 1


def test_nothing_is_marked_safe() -> None:
    trusting = re.compile(r"\|\s*safe|autoescape|Markup")
    assert [name for name, text in TEMPLATES.items() if trusting.search(text)] == []
    made = [
        ast.unparse(node)
        for file in (ROOT / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("Markup")
    ]
    assert set(made) <= {
        "Markup('')",
        "Markup(_ENVIRONMENT.get_template(f'{name}.html').render(values))",
        "Markup('').join((exchange(number, one, words, rated=rated) "
        "for number, one in enumerate(exchanges, start=1)))",
        "Markup('').join(bars)",
    }


def test_a_value_that_is_missing_is_no_gap() -> None:
    with pytest.raises(UndefinedError):
        templates.rendered("empty", kind="none", title="Nichts")


def test_line_breaks_between_tags_leave_no_gap() -> None:
    assert "> <" not in frame.empty("none", "Nichts", "Gar nichts")
    shown = frame.masthead([small_corpus()], GERMAN)
    assert ">\n" not in shown and "\n<" not in shown


def test_what_every_episode_says_is_left_out_of_the_list() -> None:
    small = small_corpus()
    spoken = (
        "Uwe baut einen Stuhl. Folge uns überall!",
        "Sigrid backt ein Brot. Folge uns überall!",
    )
    episodes = [replace(one, description=text) for one, text in zip(small, spoken, strict=True)]
    shown = shelf([replace(small, episodes=tuple(episodes))], GERMAN)
    assert "Uwe baut einen Stuhl." in shown and "Sigrid backt ein Brot." in shown
    assert "Folge uns" not in shown


def test_topics_are_a_way_in_and_questions_are_confirmed_where_that_is_on() -> None:
    drawn = face([small_corpus()], GERMAN, topics=lambda slug: [f"<{slug}> & Leim"])
    assert 'href="?topic=%3Cwerkstatt%3E+%26+Leim"' in drawn and "&lt;werkstatt&gt;" in drawn
    assert GERMAN.topics not in face([small_corpus()], GERMAN)
    assert "?label=" in frame.masthead([small_corpus()], GERMAN, labelled=True)
    assert "?label=" not in frame.masthead([small_corpus()], GERMAN)


def test_what_was_said_is_in_its_language_on_every_page() -> None:
    corpus = small_corpus()
    first = corpus.episodes[0]
    span = Chunk(first, 2, 0, 18, first.chapters[0])
    pages = (
        episode_page(corpus, first, Place(), ENGLISH, None, [span]),
        said_page(corpus, Wanted(None, "Esche"), [Hit(span, 1.0)], ENGLISH),
        shelf([corpus], ENGLISH),
    )
    said = re.compile(r"<([^<>]*)>\s*(?:Vom Brett|Am liebsten|Das richtige)")
    for page in pages:
        tags = said.findall(page)
        assert tags and all(' lang="de"' in tag for tag in tags), tags
    assert '<div class="description" lang="de">' in pages[0]
    assert '<small dir="auto" lang="de">Ein Tischler' in pages[2]


def test_an_episode_without_a_title_is_called_by_its_number() -> None:
    small = small_corpus()
    first = replace(small.episodes[0], title="", audio_url="https://example.org/a.mp3")
    corpus = replace(small, episodes=(first,))
    page = episode_page(corpus, first, Place(), GERMAN)
    assert "<h2>Folge 1</h2>" in page and 'class="kicker"' not in page
    card = passage("found", 1, Chunk(first, 2, 0, 18, None), GERMAN)
    assert "— Uwe Groß, Folge 1, ≈ 0:26" in card and 'data-title="Folge 1"' in card
    assert 'data-place="Folge 1" data-time="≈ 0:26"' in card
    assert ">•<" not in face([corpus], GERMAN).replace("\n", "").replace(" ", "")


def test_there_is_a_filter_where_there_is_a_choice() -> None:
    small = small_corpus()
    one = replace(small, episodes=small.episodes[:1])
    nobody = replace(small.episodes[0], turns=(Turn(None, "Esche federt."),))
    for corpus, shown in (
        (small, [True, True, True]),
        (one, [True, False, True]),
        (replace(small, episodes=(nobody,)), [False, False, False]),
        (None, [False, False, False]),
    ):
        form = str(frame.composer(corpus, GERMAN))
        parts = (r"<fieldset[^>]*>", r"<button[^>]*data-act=\"pick\"[^>]*>", r"<select[^>]*>")
        found = [re.search(part, form) for part in parts]
        assert [" hidden" not in one[0] for one in found if one] == shown
