"""Chunks: slices of one turn in one chapter, whole sentences, overlapping, nothing lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Episode, Turn, load_corpus, sentence_spans
from corpus.places import SHIPPED
from rag.index.chunking import (
    LONGEST_PIECE,
    Chunking,
    chunk_id,
    context,
    passages,
    question_before,
    said,
    single_sentences,
    windows,
)
from tests.support.fakes import small_corpus
from tests.support.made_up import episodes

LEVELS = [windows, passages, single_sentences]
CHUNKINGS = st.builds(
    Chunking, st.integers(1, 40), st.integers(0, 50), st.integers(0, 12)
) | st.just(Chunking())


def words(text: str) -> int:
    return len(text.split())


def spoken(text: str, *, before: str | None = None) -> Episode:
    """An episode of one long turn, after a question where one is given."""
    asked = () if before is None else (Turn("Anna", before),)
    return Episode("lang", 1, "Lang", turns=(*asked, Turn("Uwe", text)))


@given(episodes(), CHUNKINGS)
@pytest.mark.parametrize("cut", LEVELS)
def test_whatever_the_episode(cut, episode, chunking):
    chunks = cut(episode, chunking)
    covered: dict[int, set[int]] = {n: set() for n in range(len(episode.turns))}
    for chunk in chunks:
        text = episode.turns[chunk.turn_index].text
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert words(chunk.text) <= chunking.longest or cut is not windows
        assert chunk.chapter is None or chunk.chapter in episode.chapters
        covered[chunk.turn_index] |= set(range(chunk.start, chunk.end))
    for number, turn in enumerate(episode.turns):
        letters = {place for place, letter in enumerate(turn.text) if letter.isalnum()}
        assert letters <= covered[number]
    places = [(chunk.turn_index, chunk.start, chunk.end) for chunk in chunks]
    assert places == sorted(set(places))
    ids = [chunk_id(chunk, said(chunk)) for chunk in chunks]
    assert len(set(ids)) == len(ids)
    assert ids == [chunk_id(chunk, said(chunk)) for chunk in cut(episode, chunking)]


@given(episodes())
def test_no_word_is_cut_in_two(episode):
    for cut in LEVELS:
        for chunk in cut(episode, Chunking(longest=5, overlap=2)):
            before, after = chunk.turn.text[: chunk.start], chunk.turn.text[chunk.end :]
            assert (
                not before
                or before[-1].isspace()
                or chunk.text[0].isspace()
                or (chunk.start in [start for start, _ in sentence_spans(chunk.turn.text)])
            )
            assert (
                not after
                or after[0].isspace()
                or chunk.text[-1].isspace()
                or (chunk.end in [end for _, end in sentence_spans(chunk.turn.text)])
            )


@pytest.mark.parametrize("cut", LEVELS)
def test_a_chapter_that_begins_within_a_turn_ends_a_chunk(cut):
    text = "Der Anfang ist ganz leicht. Das Ende ist dann leider schwer."
    episode = replace(
        spoken(text),
        duration=60.0,
        chapters=(Chapter(0.0, "Anfang"), Chapter(30.0, "Ende")),
        turns=(Turn("Uwe", text, 0.0, 60.0),),
    )
    chunks = cut(episode, Chunking())
    assert [chunk.chapter.title for chunk in chunks if chunk.chapter] == ["Anfang", "Ende"]
    assert "".join(chunk.text for chunk in chunks) == text


def test_windows_of_a_long_turn_are_of_60_to_120_words_and_overlap():
    text = " ".join(f"Das ist der Satz mit der Nummer {number}." for number in range(150))
    chunks = windows(spoken(text), Chunking())
    assert len(chunks) > 10
    assert all(60 <= words(chunk.text) <= 120 for chunk in chunks[:-1])
    for chunk, following in zip(chunks, chunks[1:], strict=False):
        shared = words(text[following.start : chunk.end])
        assert 25 <= shared <= 40


def test_windows_are_whole_sentences():
    text = " ".join(f"Hier steht die Nummer {number}, mehr nicht." for number in range(99))
    for chunk in windows(spoken(text), Chunking()):
        assert chunk.text.startswith("Hier")
        assert chunk.text.rstrip().endswith("nicht.")


def test_a_thousand_words_without_a_full_stop():
    text = " ".join(f"wort{number}" for number in range(1000))
    for cut in LEVELS:
        chunks = cut(spoken(text), Chunking())
        assert len(chunks) >= 7
        assert all(words(chunk.text) <= 120 for chunk in chunks)
        assert {word for chunk in chunks for word in chunk.text.split()} == set(text.split())


def test_a_short_sentence_goes_with_the_next():
    episode = spoken("Ja. Genau. Das sehe ich ganz genauso wie du. Gut. Danke.")
    texts = [chunk.text for chunk in single_sentences(episode, Chunking())]
    assert texts == ["Ja. Genau. Das sehe ich ganz genauso wie du. ", "Gut. Danke."]


@given(episodes())
def test_never_more_than_three_sentences_together(episode):
    for chunk in single_sentences(episode, Chunking()):
        assert len(sentence_spans(chunk.text)) <= 3


@given(episodes(), CHUNKINGS)
def test_no_window_lies_within_another(episode, chunking):
    chunks = windows(episode, chunking)
    for chunk, following in zip(chunks, chunks[1:], strict=False):
        assert following.turn_index > chunk.turn_index or following.end > chunk.end


def test_the_overlap_before_a_very_long_sentence_is_no_window_of_its_own():
    short = " ".join(f"Dies ist Satz {number}." for number in range(25))
    text = f"{short} Und {'immer, ' * 90}weiter."
    chunks = windows(spoken(text), Chunking())
    assert [words(chunk.text) for chunk in chunks] == [100, 120]


def test_the_shipped_podcast_is_cut_to_measure():
    for episode in load_corpus(SHIPPED):
        for turn in range(len(episode.turns)):
            chunks = [chunk for chunk in windows(episode, Chunking()) if chunk.turn_index == turn]
            for chunk in chunks:
                assert words(chunk.text) <= 120
                # Shorter only where the turn's part of the chapter is.
                span = [c for c in chunks if c.chapter == chunk.chapter]
                assert words(chunk.text) >= 40 or len(span) == 1 or chunk is span[-1]


@pytest.mark.parametrize("text", ["", " ", "…", "🎧 \n", "–"])
def test_where_no_word_is_said_there_is_no_chunk(text):
    for cut in LEVELS:
        assert cut(spoken(text), Chunking()) == []


# What is embedded.


def test_context_has_chapter_question_and_speaker_and_ends_with_what_is_said():
    first, _ = small_corpus()
    chunk = windows(first, Chunking())[2]
    assert context(chunk).split("\n") == [
        "Das richtige Holz",
        "Welches Holz nimmst du für einen Stuhl?",
        f"Uwe Groß: {chunk.text}",
    ]


def test_context_of_bare_words():
    episode = Episode("x", 1, "x", turns=(Turn(None, " Nur das. "),))
    assert context(windows(episode, Chunking())[0]) == "Nur das."


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Gut. Was nimmst du? Eiche?", "Eiche?"),
        ("Was nimmst du? Das würde mich freuen.", "Was nimmst du?"),
        ("Erzähl mal.", ""),
        (None, ""),
    ],
)
def test_the_question_that_a_turn_answers(before, expected):
    assert question_before(windows(spoken("Esche.", before=before), Chunking())[-1]) == expected


def test_nobody_answers_his_own_question():
    episode = spoken("Esche.", before="Was nehme ich?")
    turns = tuple(replace(turn, speaker="Uwe") for turn in episode.turns)
    assert question_before(windows(replace(episode, turns=turns), Chunking())[1]) == ""


# Names.


def ids(episode: Episode) -> list[str]:
    return [chunk_id(chunk, context(chunk)) for chunk in windows(episode, Chunking())]


def test_ids_are_the_same_in_every_run():
    # Where this changes, every index is embedded anew: say so in the change.
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in ids(small_corpus().episodes[0]))
    assert ids(small_corpus().episodes[0]) == ids(small_corpus().episodes[0])


def edited(episode: Episode, turn: int, **fields: object) -> Episode:
    turns = [replace(t, **fields) if n == turn else t for n, t in enumerate(episode.turns)]
    return replace(episode, turns=tuple(turns))


def test_ids_change_with_what_is_stored_and_only_with_that():
    first, _ = small_corpus()
    before = ids(first)

    def changed(episode: Episode) -> list[int]:
        after = ids(episode)
        assert len(after) == len(before)
        return [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]

    assert changed(edited(first, 2, text=first.turns[2].text.replace("zäh", "zart"))) == [2]
    assert changed(edited(first, 1, text="Und welches Holz nimmst du?")) == [1, 2]
    assert changed(edited(first, 2, speaker="Jana Öztürk")) == [2]
    renamed = (replace(first.chapters[0], title="Holz"), *first.chapters[1:])
    assert changed(replace(first, chapters=renamed)) == [1, 2]
    assert changed(replace(first, number=5)) == [0, 1, 2, 3, 4]
    assert changed(replace(first, description="Neu", duration=121.0, links=())) == []


def test_speech_without_any_mark_is_cut_where_a_clause_opens():
    clause = "also der teig der steht bei uns die ganze nacht im kühlen keller"
    text = " ".join(f"{opening} {clause}" for opening in ["und", "aber", "weil"] * 4)
    pieces = single_sentences(spoken(text), Chunking())
    assert len(pieces) > 1
    assert "".join(piece.text for piece in pieces) == text
    assert all(words(piece.text) <= LONGEST_PIECE for piece in pieces)
    assert all(piece.text.split()[0] in ("und", "aber", "weil") for piece in pieces)


def test_a_long_sentence_with_commas_stays_whole():
    text = "Er nimmt Esche, die zäh ist, " * 12 + "und sonst nichts."
    assert len(single_sentences(spoken(text), Chunking())) == 1
