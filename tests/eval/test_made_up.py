"""The made-up shows: numbers, places and kinds are as their README says, paraphrases are honest."""

import json
import re
from collections import Counter
from functools import cache
from typing import Any, get_args

import pytest
import Stemmer

from eval import made_up as module
from eval.dataset import DatasetError, Gold
from eval.made_up import SHOWS, Part, load_shows, made_up
from eval.quality.metrics import locate

PARTS = get_args(Part)
KINDS = {"fact", "para", "cross", "noisy", "name", "none", "follow", "show"}
LONGEST_ANSWER = 4  # sentences
# Words that say nothing about what is asked.
EMPTY = (
    "der die das den dem des ein eine einen einem einer eines und oder aber auch nicht kein keine "
    "keinen ist sind war waren wird werden wurde hat haben hatte ich du er sie es wir ihr man mich "
    "dich sich uns euch mir dir ihm ihn ihnen mein dein sein ihre seine im in an am auf aus bei "
    "beim mit nach von vom vor zu zum zur für über unter um durch ohne gegen als wie was wer wo "
    "wann warum wieso weshalb welche welcher welches welchen welchem dass ob wenn weil denn dann "
    "da so noch nur schon mehr sehr doch mal ja nein eigentlich etwas alles alle diese dieser "
    "dieses diesen diesem jemand gibt kann können muss müssen soll sollte sollen würde machen "
    "macht gemacht tun tut geht gehen viel viele ganz immer wieder hier dort hast bist habt sagt "
    "sagen gesagt the a and or but not no are was were be been has have had do does did i you he "
    "she it we they me him her us them my your his its our their on at of to for from with about "
    "by as how what who where when why which that if because then just very more most can could "
    "should would will there this these those any some into out up than"
)
STOP = frozenset(EMPTY.split())
RawShow = dict[str, Any]


@cache
def raw(part: Part) -> tuple[RawShow, ...]:
    lines = (SHOWS / f"{part}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def sentences(show: RawShow) -> list[str]:
    return [sentence for _, *spoken in show["turns"] for sentence in spoken]


def wrong(part: Part, is_right: Any) -> list[tuple[str, Any]]:
    """The questions of a part that are not right, with their show: what a test prints."""
    return [(s["id"], q) for s in raw(part) for q in s["questions"] if not is_right(s, q)]


def stems(text: str, language: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    kept = [word for word in words if word not in STOP and len(word) > 2]
    return set(stemmer(language).stemWords(kept))


@cache
def stemmer(language: str) -> Any:
    return Stemmer.Stemmer({"de": "german", "en": "english"}[language])


def test_there_are_many_shows_and_none_is_in_two_parts():
    shows = [show for part in PARTS for show in raw(part)]
    assert len(shows) >= 200
    assert sum(len(show["questions"]) for show in shows) >= 4000
    for told in ("id", "turns"):
        times = Counter(json.dumps(show[told]) for show in shows)
        assert [one for one, count in times.items() if count > 1] == []


def test_half_is_german_talk_and_a_quarter_english():
    languages = Counter(show["lang"] for part in PARTS for show in raw(part))
    assert set(languages) == {"de", "en"}
    assert 0.2 <= languages["en"] / languages.total() <= 0.3


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_has_its_number_and_every_turn_a_known_speaker(part):
    for show in raw(part):
        numbers = [sentence.partition(" ")[0] for sentence in sentences(show)]
        assert numbers == [str(number) for number in range(len(numbers))], show["id"]
        assert all(sentence.partition(" ")[2].strip() for sentence in sentences(show)), show["id"]
        assert {speaker for speaker, *_ in show["turns"]} <= set(show["people"]), show["id"]


@pytest.mark.parametrize("part", PARTS)
def test_answers_are_few_consecutive_sentences_of_the_show(part):
    def is_right(show: RawShow, asked: list[Any]) -> bool:
        count = len(sentences(show))
        return asked[0] == "show" or all(
            0 < len(answer) <= LONGEST_ANSWER
            and answer == list(range(answer[0], answer[0] + len(answer)))
            and 0 <= answer[0] <= answer[-1] < count
            for answer in asked[3]
        )

    assert wrong(part, is_right) == []


@pytest.mark.parametrize("part", PARTS)
def test_kinds_keep_what_they_promise(part):
    def is_right(show: RawShow, asked: list[Any]) -> bool:
        kind, language, text, answers, *after = asked
        earlier = [q[2] for q in show["questions"] if q[2] != text]
        return (
            kind in KINDS
            and language in ("de", "en")
            and bool(text.strip())
            and (kind == "none") == (answers == [])
            and (kind != "show" or all(isinstance(said, str) and said for said in answers))
            and (len(after) == 1 and after[0] in earlier if kind == "follow" else not after)
            and (kind != "cross" or language != show["lang"])
        )

    assert wrong(part, is_right) == []


@pytest.mark.parametrize("part", PARTS)
def test_paraphrases_share_no_stem_with_their_answers(part):
    def is_right(show: RawShow, asked: list[Any]) -> bool:
        kind, language, text, answers = asked[:4]
        if kind != "para" or language != show["lang"]:
            return True
        spoken = sentences(show)
        said = " ".join(spoken[n].partition(" ")[2] for answer in answers for n in answer)
        return not stems(text, language) & stems(said, language)

    assert wrong(part, is_right) == []


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_is_found_in_the_podcast(part):
    corpus, examples = made_up(part)
    assert len({example.id for example in examples}) == len(examples)
    assert {example.split for example in examples} == {"test" if part == "test" else "dev"}
    lost = [(e.id, g) for e in examples for g in e.gold if locate(g, corpus) is None]
    assert lost == []


SHOW = {
    "id": "show-1",
    "lang": "de",
    "topic": "Brot",
    "people": {"A": "Mia Kern (host)", "B": "Otto"},
    "turns": [["A", "0 Worauf wartest du?", "1 Sag."], ["B", "2 Auf den Teig.", "3 Er ruht."]],
    "questions": [
        ["fact", "de", "Worauf?", [[1, 2]]],
        ["follow", "de", "Und dann?", [[3]], "Worauf?"],
        ["none", "de", "Wie alt?", []],
        ["show", "de", "Wer ist zu Gast?", ["Otto"]],
    ],
}


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SHOWS", tmp_path)
    file = tmp_path / "dev.jsonl"
    return lambda *lines: file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")


def test_a_show_is_an_episode_and_an_answer_over_two_turns_has_two_places(write):
    write(SHOW)
    corpus, examples = made_up("dev")
    (episode,) = corpus.episodes
    told = [(turn.speaker, turn.text) for turn in episode.turns]
    assert told == [("Mia Kern", "Worauf wartest du? Sag."), ("Otto", "Auf den Teig. Er ruht.")]
    assert (episode.people[0].role, episode.people[1].role) == ("host", None)
    fact, follow, none = examples
    assert fact.gold == (Gold(1, "Sag."), Gold(1, "Auf den Teig."))
    assert (follow.history, none.answerable, none.gold) == (("Worauf?",), False, ())
    assert load_shows("dev")[0].questions[3].said == ("Otto",)


@pytest.mark.parametrize(
    "broken", [{"turns": [["A", "ohne Nummer"]]}, {"people": {}}, {"id": None}]
)
def test_a_line_that_cannot_be_read_is_named(write, broken):
    wrongly = {key: value for key, value in (SHOW | broken).items() if value is not None}
    write(SHOW, wrongly)
    with pytest.raises(DatasetError, match="dev.jsonl, line 2"):
        load_shows("dev")
