"""What a question wants, told by its vector and its letters."""

import tomllib

import numpy as np
import pytest

from eval.fitting.fit_kinds import every
from rag import Question, answer_pipeline
from rag.question.intents import (
    LEAST,
    LOOKS_ALIKE,
    NONE,
    SOMETHING,
    WORDINGS,
    Learned,
    fitted,
    known,
    learn,
    learned,
    likeliest,
    read_intents,
    wordings,
    write_intents,
)
from rag.requests.talk import MOST_THINGS
from rag.show.facts import KINDS
from rag.show.wanted import LEANING, SMALL_TALK
from rag.text.digest import digest
from rag.text.ngrams import BUCKETS, ngrams
from rag.understand import understand
from tests.support.fakes import fake_embedder

INTENTS = tomllib.loads(WORDINGS.read_text("utf-8"))
TOPICS = INTENTS.pop("topics")


def test_there_are_wordings_in_both_languages():
    assert {intent for intent, _ in wordings()} == set(INTENTS)
    assert not any(SOMETHING in question for _, question in wordings())
    assert len(set(INTENTS) - KINDS - {NONE}) >= 25
    for intent, parts in INTENTS.items():
        assert parts.keys() <= {"de", "en", f"{LOOKS_ALIKE}de", f"{LOOKS_ALIKE}en"}
        fewest = 28 if intent in KINDS else 40
        assert min(len(parts[each].split("\n")) for each in ("de", "en")) >= fewest, intent


def test_every_intent_is_one_that_is_answered():
    assert set(INTENTS) >= KINDS | SMALL_TALK | LEANING
    assert set(learned().intents) == set(INTENTS)


def test_no_question_is_learned_from_twice():
    questions = [question for _, question, _ in known()]
    assert len({question.casefold() for question in questions}) == len(questions)
    assert all(question.strip() == question != "" for question in questions)


def test_what_is_shipped_was_learned_from_the_examples_as_they_are():
    """Otherwise run: python -m eval fit-kinds"""
    intents, questions, _ = zip(*every(), strict=True)
    assert learned().learned_from == digest(*intents, *questions)


def test_an_intent_has_to_be_likely():
    model = _model()
    assert model.chances("", [0.0, 0.0]) == {NONE: 0.5, "date": 0.5}
    assert likeliest(model.chances("", [0.0, 2.0])) == "date"
    assert likeliest(model.chances("", [1.0, 0.0])) is None
    assert likeliest({"date": 0.5, NONE: 0.2}) == "date"
    assert likeliest({"date": 0.4, NONE: 0.6}) is None
    assert likeliest({"date": LEAST - 0.1, "guest": 0.2}) is None


def test_letters_tell_what_a_vector_does_not():
    model = _model()
    model.of_runs[ngrams("wann"), 1] = 3.0
    assert likeliest(model.chances("Wann war das?", [0.0, 0.0])) == "date"
    assert likeliest(model.chances("Wo liegt das?", [0.0, 0.0])) is None


def test_letters_are_learned():
    """Of vectors that are all the same nothing can be told."""
    words = {"date": "wann", "guest": "wer", NONE: "warum"}
    asked = [(kind, f"{word} ist {at}", 1.0) for kind, word in words.items() for at in range(50)]
    same = np.ones((len(asked), 2), dtype=np.float32)
    model = fitted(asked, same)
    assert likeliest(model.chances("Wann kommt x?", same[0])) == "date"
    assert likeliest(model.chances("Wer kommt x?", same[0])) == "guest"
    assert likeliest(model.chances("Warum kommt x?", same[0])) is None


def _model() -> Learned:
    """Nothing but the first of two dimensions speaks for NONE, the second for a date."""
    nothing = np.zeros((BUCKETS, 2), np.float32)
    return Learned(
        (NONE, "date"), np.eye(2, dtype=np.float32), nothing, np.zeros(2, np.float32), ""
    )


def test_intents_are_learned_for_any_model(tmp_path):
    questions = [one for one in known() if one[0] in (NONE, "duration", "guest")]
    file = tmp_path / "intents.npz"
    write_intents(file, learn(questions, fake_embedder()))
    model = read_intents(file)
    assert set(model.intents) == {NONE, "duration", "guest"}
    seen = [
        (kind, likeliest(model.chances(text, fake_embedder().embed_query(text))))
        for kind, text, _ in questions
    ]
    right = [found == (None if kind == NONE else kind) for kind, found in seen]
    assert sum(right) > 0.9 * len(right)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wer stellt hier eigentlich die Fragen?", "Michael Kästner"),
        ("Who appears in episode two?", "Harald Henn"),
        ("Wer war in der ersten Folge dabei?", "Steven Rau"),
        ("Hat Harald Henn eine Homepage?", "marketing-resultant.de"),
        ("Welches Kapitel beginnt bei 11:30 in Folge 2?", "Diese 2 Faktoren"),
        ("Auf welcher Sprache wird gesprochen?", "Deutsch"),
        ("What does Harald Henn do for a living?", "Geschäftsführer"),
        ("Für wen ist der Podcast?", "Unternehmern"),
    ],
)
def test_the_shipped_podcast(shipped_index, question, expected):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert {citation.kind for citation in answer.citations} == {"shownotes"}
    assert expected in answer.text


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("wer spricht am meisten?", "speakers"),
        ("who did most of the talking", "speakers"),
        ("wie oft fällt das Wort Homeoffice", "count_word"),
        ("wie oft fällt so ne leitung aus?", None),
        ("how often does a call centre go down", None),
        ("wer sponsert diesen podcast", "sponsor"),
        ("Wer hat den Umzug bezahlt?", None),
        ("wer ist paula", "person"),
        ("was passiert bei minute 20 in folge 2", "at_time"),
        ("compare what the two guests say about chatbots", "compare"),
    ],
)
def test_what_is_wanted(shipped_index, question, intent):
    assert understand(shipped_index, Question(question)).intent == intent


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["Wie lange hat der Umzug ins Homeoffice gedauert?", "Was empfiehlt Harald Henn?"]
)
def test_what_only_looks_alike_is_searched(shipped_index, question):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert {citation.kind for citation in answer.citations} == {"transcript"}


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    ["Hallo", "Danke!", "wer bist du?", "what can you do", "Tschüss", "asdfghjkl", "Hilfe"],
)
def test_small_talk_is_answered_in_a_line_and_with_what_can_be_asked(shipped_index, question):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert not answer.grounded and answer.citations == ()
    assert answer.text.count("\n- ") == MOST_THINGS


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    ["Hallo, wer ist zu Gast in Folge 2?", "Danke! Und wer ist der Gast der zweiten Folge?"],
)
def test_what_is_asked_in_the_same_breath_is_answered(shipped_index, question):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert "Harald Henn" in answer.text and answer.grounded
    assert answer.question == question


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "Warum fährt man in England links?",
        "Wie lange spürt man die Folgen einer Kündigung?",
        "Welche Folgen gibt es für Unternehmen?",
        "Aus welcher Branche kommt Steven?",
        "In welcher Stadt sitzt Marketing Resultant?",
        "Für welche Firma hat Harald früher gearbeitet?",
        "Was ist Regel Nummer drei?",
    ],
)
def test_what_looks_like_a_question_about_the_show_is_none(shipped_index, question):
    answer = answer_pipeline(shipped_index).invoke(Question(question))
    assert "shownotes" not in {citation.kind for citation in answer.citations}
