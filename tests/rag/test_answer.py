"""The pipeline: every claim is a verbatim quote with its place, or the podcast does not say."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.runnables import Runnable

from corpus import Chapter, Corpus, Episode, Turn, save_corpus
from rag import (
    Answer,
    Index,
    Question,
    QuestionError,
    Quote,
    Scope,
    Settings,
    ShowNote,
    answer_json,
    answer_pipeline,
    ensure_index,
)
from rag.bounds import LONGEST_QUESTION
from rag.retrieval import answerability as refusal
from tests.support.fakes import fake_embedder, small_corpus

WOOD = "Welches Holz ist zäh und federt, Esche oder Fichte?"
NOTES = "Wer ist Gast in Folge 1?"
ASKED = [WOOD, "Schrauben oder Zapfen mit Leim?", "Wie alt ist Hermann?", NOTES]
KEYS = ["id", "question", "search_query", "language", "answer", "grounded", "generator"]
KEYS += ["citations", "timings"]


@pytest.fixture(scope="module")
def pipeline(small_index: Index) -> Runnable[Question, Answer]:
    return answer_pipeline(small_index)


def ask(pipeline: Runnable[Question, Answer], text: str, **scope: object) -> Answer:
    return pipeline.invoke(Question(text, scope=Scope(**scope)))


def with_turns(folder: Path, *turns: Turn, **fields: object) -> Runnable[Question, Answer]:
    """A pipeline over one episode that consists of these turns."""
    chapters = (Chapter(0.0, "Alles"),)
    episode = Episode("eins", 1, "Eins", chapters=chapters, turns=turns, **fields)
    save_corpus(Corpus(small_corpus().podcast, (episode,)), folder / "corpus")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    return answer_pipeline(ensure_index(settings, fake_embedder()))


def assert_sound(answer: Answer) -> None:
    """What holds for each answer, whatever was asked."""
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert answer.grounded == bool(numbers)
    for citation in answer.citations:
        marker = f"[{citation.number}]"
        assert f" {marker}" in answer.text
        if isinstance(citation.source, Quote):  # a note may be told in a sentence
            assert f"“ {marker}" in answer.text or f"” {marker}" in answer.text
            assert citation.source.text.strip() in answer.text
            quote = citation.source
            assert quote.text == quote.turn.text[quote.start : quote.end] != ""
            assert quote.turn in quote.episode.turns


def test_german_answer_says_who_where_when_and_quotes(pipeline):
    answer = ask(pipeline, WOOD)
    sentence, *quoted = answer.text.split("\n\n")
    assert sentence == "Dazu sagt Uwe Groß in Folge 1, Kapitel „Das richtige Holz“, bei ≈ 0:26:"
    assert (
        quoted[0]
        == "„Am liebsten Esche. Esche ist zäh und federt, sie bricht nicht wie Fichte.“ [1]"
    )
    assert (answer.language, answer.grounded, answer.generator) == ("de", True, "extractive")
    assert_sound(answer)


def test_three_speakers_are_each_told_by_name(tmp_path):
    said = [
        ("Uwe Groß", "Esche ist das beste Holz für Stühle, weil Esche federt."),
        ("Ida Wolf", "Buche ist das beste Holz für Stühle, weil Buche billig ist."),
        ("Ole Kurz", "Eiche ist das beste Holz für Stühle, weil Eiche lange hält."),
    ]
    turns = [Turn(name, text, 10.0 * at, 10.0 * at + 9) for at, (name, text) in enumerate(said)]
    answer = ask(with_turns(tmp_path, *turns), "Welches ist das beste Holz für Stühle?")
    assert {c.source.speaker for c in answer.citations} == {name for name, _ in said}
    for citation in answer.citations:
        lead = answer.text.split(citation.source.text)[0].split("\n\n")[-2]
        assert citation.source.speaker in lead and "Kapitel „Alles“" in lead
        assert str(citation.source.begins) in lead


def test_english_answer_to_an_english_question(pipeline):
    answer = ask(pipeline, "What does he say about Esche and Fichte?")
    assert answer.language == "en"
    expected = "Uwe Groß says in episode 1, chapter “Das richtige Holz”, at ≈ 0:26:"
    assert answer.text.split("\n\n")[0] == expected
    assert "Esche ist zäh und federt, sie bricht nicht wie Fichte." in answer.text
    assert_sound(answer)


def test_measured_time_has_no_tilde(pipeline):
    answer = ask(pipeline, "Wer füttert den Teig jeden Morgen um fünf Uhr?")
    assert answer.text.splitlines()[0].endswith("in Folge 2, Kapitel „Der Sauerteig“, bei 0:34:")
    shown = answer_json(answer)["citations"][0]
    assert (shown["start"], shown["uncertainty"]) == (34.0, None)


def test_what_the_podcast_does_not_say(pipeline, monkeypatch):
    monkeypatch.setattr(refusal, "LEAST", 1.0)
    for question, words in [
        ("Wie wird das Wetter in Lissabon?", "Dazu sagt der Podcast nichts."),
        ("What is the capital of Portugal?", "The podcast does not say anything about that."),
    ]:
        answer = ask(pipeline, question)
        assert answer.text == words
        assert not answer.grounded and answer.citations == ()


def test_an_episode_that_does_not_exist(pipeline):
    answer = ask(pipeline, "Was wird in Folge 7 über Esche gesagt?")
    assert answer.text == "Eine Folge 7 gibt es hier nicht; vorhanden: 1, 2."
    assert not answer.grounded and answer.citations == ()
    assert "no episode 7" in ask(pipeline, "What do they say in episode 7 about wood?").text


def test_the_show_notes_are_cited_as_such(pipeline):
    answer = ask(pipeline, "Wer ist zu Gast in Folge 1?")
    (citation,) = answer.citations
    assert isinstance(citation.source, ShowNote)
    assert citation.kind == "shownotes"
    assert citation.source.text == "Gast: Uwe Groß, Tischlermeister, Holz & Söhne"
    assert citation.source.episode is not None and citation.source.episode.number == 1
    assert answer.text.startswith("In Folge 1 ist Uwe Groß (Tischlermeister, Holz & Söhne) [1]")
    assert_sound(answer)


def test_answer_json_has_the_keys_of_the_design(pipeline):
    for question, kind in ((WOOD, "transcript"), (NOTES, "shownotes")):
        shown = answer_json(ask(pipeline, question), "q1")
        assert list(shown) == KEYS
        assert set(shown["timings"]) == {"retrieval_ms", "total_ms"}
        assert shown["citations"]
        for citation in shown["citations"]:
            assert citation["kind"] == kind
            assert set(citation) == {
                *("number", "kind", "episode", "episode_title", "speaker", "chapter"),
                *("start", "end", "uncertainty", "turn", "quote"),
            }


def test_scope_restricts_the_answer(pipeline):
    everywhere = ask(pipeline, "Was ist mit Esche, Brot und Sauerteig?")
    assert len({citation.source.episode.number for citation in everywhere.citations}) == 2
    for scope in ({"episode": 1}, {"speaker": "uwe groß "}):
        answer = ask(pipeline, "Was ist mit Esche, Brot und Sauerteig?", **scope)
        assert {citation.source.speaker for citation in answer.citations} == {"Uwe Groß"}
    nothing = ask(pipeline, "Was ist mit Esche?", episode=2, speaker="Uwe Groß")
    assert not nothing.grounded


def test_a_speaker_named_in_the_question_restricts_it(pipeline):
    answer = ask(pipeline, "Was sagt Sigrid über Brot, Teig und Esche?")
    assert {citation.source.speaker for citation in answer.citations} == {"Sigrid Löwe"}
    assert "Sigrid" not in answer.search_query


def test_follow_up_is_about_the_question_before(pipeline):
    answer = pipeline.invoke(Question("Und warum?", ("Bricht Esche oder Fichte?",)))
    assert "Esche ist zäh" in answer.text
    assert answer.question == "Und warum?"
    assert "Fichte" in answer.search_query
    answer = pipeline.invoke(Question("Und in Folge 1?", ("Wer ist zu Gast in Folge 2?",)))
    assert "Uwe Groß" in answer.text and "Sigrid" not in answer.text


BAD = ["", "   ", "?!", "🎧🎧🎧", "\n\t", "a" * 10_000, "Wort " * 2_000, "\ud800", "Esche\udcff?"]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_what_cannot_be_asked(pipeline, text):
    with pytest.raises(QuestionError) as caught:
        ask(pipeline, text)
    for language in ("de", "en"):
        assert re.fullmatch(r"[^\n]{10,250}", caught.value.in_language(language))


ODD = [
    "Esche",
    "x",
    "7",
    "Esche 🎧🎧🎧",
    "Esche\0Fichte",
    "<script>alert('Esche')</script>",
    "<b>Esche</b> & <img src=x onerror=alert(1)>",
    "**Esche** [1] [2] {number} {0} %s $(id) `ls`",
    "' OR 1=1; DROP TABLE embeddings; --",
    "Folge 99999",
    "Folge 0",
    "\u202eehcsE redo ehcsE",
    "ESCHE" * 100,
    "Ｅｓｃｈｅ",  # noqa: RUF001
    "?" * (LONGEST_QUESTION - 6) + " Esche",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_questions_are_answered(pipeline, text):
    answer = ask(pipeline, text)
    assert answer.question == text
    assert_sound(answer)


def test_unknown_filters(pipeline):
    with pytest.raises(QuestionError, match=r"no episode 3.*1, 2"):
        ask(pipeline, WOOD, episode=3)
    with pytest.raises(QuestionError, match="no episode 0"):
        ask(pipeline, WOOD, episode=0)
    with pytest.raises(QuestionError, match="“Niemand” does not speak here.*Jana Öztürk"):
        ask(pipeline, WOOD, speaker="Niemand")
    with pytest.raises(QuestionError, match="does not speak here") as caught:
        ask(pipeline, WOOD, speaker="N" * 10_000)
    assert len(str(caught.value)) < 400


STRANGE = [
    "<script>alert('Walnuss')</script> und <b>Walnuss</b> &amp; **Nuss** [1] sind `schön`.",
    "Die Walnuss sagt {quote} {number} und %s und \\n, ganz ohne $Scheu.",
    "Walnuss \u202eלוז\u202c und عين الجمل sind dasselbe Holz.",
    "Walnuss\u00a0bleibt\u2028Walnuss\u200b, e\u0301 bleibt é und \U0001f330 bleibt Nuss.",
    "   Walnuss    mit   vielen     Lücken   bleibt   lückenhaft.   ",
]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_quotes_are_verbatim_whatever_was_said(tmp_path, monkeypatch, text):
    monkeypatch.setattr(refusal, "LEAST", 0.0)
    answer = ask(with_turns(tmp_path, Turn("Uwe", text)), "Was ist mit Walnuss?")
    assert answer.citations[0].source.text == text.strip()
    assert text.strip() in answer.text
    assert_sound(answer)


def test_a_transcript_without_names_times_and_chapters(tmp_path):
    turns = [Turn(None, "Walnuss ist ein dunkles Holz."), Turn(None, "Ahorn ist hell.")]
    pipeline = with_turns(tmp_path, *turns)
    answer = ask(pipeline, "Ist Walnuss dunkel?")
    assert answer.text.splitlines()[0] == "Dazu sagt jemand in Folge 1:"
    shown = answer_json(answer)["citations"][0]
    unknown = ("speaker", "chapter", "start", "end", "uncertainty")
    assert [shown[key] for key in unknown] == [None] * 5
    assert "Someone says in episode 1" in ask(pipeline, "Is it true that Walnuss is dunkel?").text


def test_an_episode_without_a_transcript(tmp_path):
    pipeline = with_turns(tmp_path, description="Über Walnuss.")
    assert not ask(pipeline, "Ist Walnuss dunkel?").grounded
    assert "Walnuss" in ask(pipeline, "Worum geht es in Folge 1?").text


def test_an_episode_numbered_zero(tmp_path):
    first, second = small_corpus()
    trailer = replace(first, id="trailer", number=0)
    save_corpus(Corpus(small_corpus().podcast, (trailer, second)), tmp_path / "corpus")
    settings = Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")
    pipeline = answer_pipeline(ensure_index(settings, fake_embedder()))
    answer = ask(pipeline, "Was ist mit Esche, Brot und Sauerteig?", episode=0)
    assert {citation.source.episode.number for citation in answer.citations} == {0}


# As LangChain's runnables.


def without_times(answers: list[Answer]) -> list[Answer]:
    return [replace(answer, timings={}) for answer in answers]


def test_invoke_batch_and_stream_agree(pipeline):
    questions = [Question(text) for text in ASKED]
    one_by_one = without_times([pipeline.invoke(question) for question in questions])
    assert all(answer.grounded for answer in one_by_one)
    assert without_times(pipeline.batch(questions)) == one_by_one
    assert without_times(list(pipeline.stream(questions[0]))) == one_by_one[:1]


def test_batch_can_give_a_bad_question_back(pipeline):
    good, bad = pipeline.batch([Question(WOOD), Question("")], return_exceptions=True)
    assert good.grounded
    assert isinstance(bad, QuestionError)


def test_eight_threads_get_the_answers_of_one(pipeline):
    questions = [Question(text) for text in ASKED] * 16
    alone = without_times([pipeline.invoke(question) for question in questions])
    with ThreadPoolExecutor(8) as pool:
        together = without_times(list(pool.map(pipeline.invoke, questions)))
    assert together == alone


def test_timings_are_the_pipelines_own(pipeline):
    timings = ask(pipeline, WOOD).timings
    assert 0 < timings["retrieval_ms"] <= timings["total_ms"]


# With the bundled model and the shipped podcast.


@pytest.mark.model
def test_threads_share_the_real_model(shipped_index):
    pipeline = answer_pipeline(shipped_index)
    questions = [
        Question("Welche Anfragen sollte man auf keinen Fall automatisieren?"),
        Question("What does Harald Henn recommend as a start?"),
        Question("Wie macht man einen guten Sauerteig?"),
    ] * 4
    alone = without_times([pipeline.invoke(question) for question in questions])
    with ThreadPoolExecutor(8) as pool:
        assert without_times(list(pool.map(pipeline.invoke, questions))) == alone


@pytest.mark.model
@pytest.mark.parametrize("text", [*BAD, *ODD], ids=range(len(BAD) + len(ODD)))
def test_the_real_model_bears_every_question(shipped_index, text):
    try:
        assert_sound(answer_pipeline(shipped_index).invoke(Question(text)))
    except QuestionError:
        assert text in BAD


def test_the_answer_keeps_what_it_was_found_with_in_the_episode_that_was_named(pipeline):
    answer = ask(pipeline, "Womit wird der Sauerteig in Folge 2 gefüttert?")
    assert answer.found
    assert {hit.chunk.episode.number for hit in answer.found} == {2}
    assert ask(pipeline, NOTES).found == ()
