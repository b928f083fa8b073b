"""The eval set keeps its promises: format, verbatim gold, counts, split, honest paraphrases."""

import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
import Stemmer
from bm25s.stopwords import STOPWORDS_GERMAN

from corpus import Corpus, load_corpus
from corpus.places import SHIPPED
from tests.support.places import ROOT

QUESTIONS = ROOT / "eval" / "questions.jsonl"

KEYS = [
    "id",
    "type",
    "lang",
    "question",
    "history",
    "answerable",
    "gold",
    "expect",
    "reference",
]
AT_LEAST = {
    "fact": 35,
    "paraphrase": 25,
    "english": 20,
    "noisy": 16,
    "show": 20,
    "scoped": 12,
    "followup": 14,
    "cross": 8,
    "false_premise": 8,
    "unanswerable": 44,
}
LONGEST_GOLD = 60  # words

Question = dict[str, Any]


@cache
def questions() -> tuple[Question, ...]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def shipped() -> Corpus:
    return load_corpus(SHIPPED)


def of_type(kind: str) -> list[Question]:
    return [question for question in questions() if question["type"] == kind]


def family(question: Question) -> str:
    return str(question["id"]).rpartition("-")[0]


def split(question: Question) -> str:
    return "dev" if int(question["id"].rpartition("-")[2]) % 2 else "test"


def gold_quotes() -> list[tuple[str, int, str]]:
    return [(q["id"], gold["episode"], gold["quote"]) for q in questions() for gold in q["gold"]]


def turns_with(quote: str) -> list[tuple[int, int]]:
    """(episode, turn) once for every time the quote is said."""
    return [
        (episode.number, number)
        for episode in shipped()
        for number, turn in enumerate(episode.turns)
        for _ in range(turn.text.count(quote))
    ]


def content_stems(text: str) -> set[str]:
    stem = Stemmer.Stemmer("german").stemWord
    words = re.findall(r"\w+", text.lower())
    return {stem(word) for word in words if len(word) > 2 and word not in STOPWORDS_GERMAN}


def test_every_line_has_the_documented_fields() -> None:
    for question in questions():
        assert list(question) == KEYS, question["id"]
        assert question["lang"] in {"de", "en"}
        assert question["question"].strip() == question["question"] != ""
        assert all(isinstance(earlier, str) for earlier in question["history"])
        assert all(isinstance(text, str) and text for text in question["expect"])
        assert isinstance(question["answerable"], bool)


def test_ids_are_unique_name_their_type_and_count_from_one() -> None:
    ids = [question["id"] for question in questions()]
    assert len(ids) == len(set(ids))
    for question in questions():
        assert question["id"].startswith(question["type"] + "-")
    for name, size in Counter(map(family, questions())).items():
        assert {f"{name}-{number:03d}" for number in range(1, size + 1)} <= set(ids)


def test_no_question_is_asked_twice() -> None:
    asked = [(q["question"].casefold(), tuple(q["history"])) for q in questions()]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("kind", AT_LEAST)
def test_every_type_has_enough_questions(kind: str) -> None:
    assert len(of_type(kind)) >= AT_LEAST[kind]


def test_no_type_is_unknown() -> None:
    assert {question["type"] for question in questions()} == set(AT_LEAST)


def test_the_split_halves_every_family_of_ids() -> None:
    sizes = Counter((family(question), split(question)) for question in questions())
    for name in {name for name, _ in sizes}:
        assert sizes[name, "dev"] == sizes[name, "test"], name


@pytest.mark.parametrize("half", ["dev", "test"])
def test_either_half_asks_about_both_episodes_and_every_quarter(half: str) -> None:
    places = Counter(
        (episode, turn_share(quote))
        for question in questions()
        if split(question) == half
        for episode, quote in ((gold["episode"], gold["quote"]) for gold in question["gold"])
    )
    assert min(places[episode, quarter] for episode in (1, 2) for quarter in range(4)) >= 5


def turn_share(quote: str) -> int:
    """Which quarter of its episode's transcript the quote lies in, 0 to 3."""
    ((number, place),) = turns_with(quote)
    episode = shipped().episode(number)
    assert episode is not None
    before = sum(len(turn.text) for turn in episode.turns[:place])
    everything = sum(len(turn.text) for turn in episode.turns)
    return 4 * (before + episode.turns[place].text.index(quote)) // everything


def test_every_gold_quote_is_said_once_in_one_turn_of_its_episode() -> None:
    wrong = [
        (name, quote)
        for name, episode, quote in gold_quotes()
        if [number for number, _ in turns_with(quote)] != [episode]
    ]
    assert wrong == []


def test_gold_is_short() -> None:
    assert max(len(quote.split()) for _, _, quote in gold_quotes()) <= LONGEST_GOLD


def test_an_answerable_question_has_gold_or_an_expected_fact() -> None:
    for question in questions():
        known = bool(question["gold"] or question["expect"])
        assert known == question["answerable"], question["id"]


def test_only_show_facts_and_follow_ups_on_them_do_without_gold() -> None:
    without = {q["type"] for q in questions() if q["answerable"] and not q["gold"]}
    assert without <= {"show", "followup"}


def test_a_paraphrase_shares_no_content_word_with_its_gold() -> None:
    shared = {
        question["id"]: words
        for question in of_type("paraphrase")
        for gold in question["gold"]
        if (words := content_stems(question["question"]) & content_stems(gold["quote"]))
    }
    assert shared == {}


def test_half_of_the_unanswerable_questions_use_the_podcasts_own_words() -> None:
    said = {
        stem for episode in shipped() for turn in episode.turns for stem in content_stems(turn.text)
    }
    close = [q for q in of_type("unanswerable") if family(q) == "unanswerable-close"]
    assert 2 * len(close) >= len(of_type("unanswerable"))
    for question in close:
        assert content_stems(question["question"]) & said, question["id"]


def test_only_follow_ups_have_a_history_and_all_of_them_do() -> None:
    for question in questions():
        assert bool(question["history"]) == (question["type"] == "followup"), question["id"]


def test_cross_gold_spans_both_episodes() -> None:
    for question in of_type("cross"):
        assert {gold["episode"] for gold in question["gold"]} == {1, 2}, question["id"]


def test_scoped_gold_stays_within_the_episode_that_is_named() -> None:
    for question in of_type("scoped"):
        for named in re.findall(r"Folge (\d)", question["question"]):
            assert {gold["episode"] for gold in question["gold"]} == {int(named)}


def test_scoped_gold_is_said_by_the_speaker_who_is_named() -> None:
    for question in of_type("scoped"):
        named = {
            name
            for name in shipped().speakers
            if any(part in question["question"] for part in (name, name.split()[0]))
        }
        for gold in question["gold"]:
            ((number, place),) = turns_with(gold["quote"])
            episode = shipped().episode(number)
            assert episode is not None
            assert not named or episode.turns[place].speaker in named, question["id"]


def test_english_questions_say_so() -> None:
    assert all(question["lang"] == "en" for question in of_type("english"))
