"""The JSON of programs and services that turn speech into text: what they heard is read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ImportFailed, Turn
from corpus.formats.document import Document
from corpus.formats.speech_json.parts import language_code
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support import written
from tests.support.written import BEES, LABELS, Said, Turns

WORDS = st.sampled_from(
    ["Biene", "Volk", "summt", "im", "Garten", "und", "Ähren", "für", "süß", "z.B.", "3,5", "Stock"]
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Said]:
    """Two people take turns, in whole seconds, one sentence or two at a time."""
    turns, latest = [], 0
    for index in range(draw(st.integers(2, 6))):
        sentences = draw(st.lists(st.lists(WORDS, min_size=2, max_size=6), min_size=1, max_size=2))
        text = " ".join(
            f"Da {' '.join(words)} an{draw(st.sampled_from('.?!'))}" for words in sentences
        )
        start = 1000 * (latest // 1000 + draw(st.integers(1, 900)))
        latest = start + 100 * len(text.split(" "))
        turns.append(Said(list(LABELS)[index % 2], text, start, latest))
    return turns


def read_back(text: str) -> tuple[Document, tuple[Turn, ...]]:
    document = read(text)
    assert isinstance(document, Document)
    turns, repairs = joined(document.cues)
    assert repairs == ()
    return document, turns


def as_said(turns: Turns, names: dict[str, str] | None = None) -> list[tuple[str, str, float]]:
    """Who speaks, what, and from when on; speakers by other names if there are some."""
    return [
        ((names or {}).get(said.speaker, said.speaker), said.text, said.start / 1000)
        for said in turns
    ]


def check_unnamed(turns: Turns, text: str) -> None:
    _, made = read_back(text)
    assert " ".join(turn.text for turn in made) == " ".join(said.text for said in turns)
    assert {turn.speaker for turn in made} == {None}
    known = {turn.start for turn in made} | {time for turn in made for _, time in turn.marks}
    assert {said.start / 1000 for said in turns} <= known


def shown(turns: tuple[Turn, ...]) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, turn.text, turn.start) for turn in turns]


@pytest.mark.parametrize("name", written.UNNAMED)
@given(turns=conversations())
def test_what_names_nobody(name, turns):
    check_unnamed(turns, written.UNNAMED[name](turns))


@pytest.mark.parametrize("name", written.LABELLED)
@given(turns=conversations())
def test_what_has_labels(name, turns):
    write, label = written.LABELLED[name]
    names = {speaker: label.format(number) for speaker, number in LABELS.items()}
    assert shown(read_back(write(turns))[1]) == as_said(turns, names)


@pytest.mark.parametrize(
    ("write", "names"),
    [
        (written.speechmatics, ("S1", "S2")),
        (written.google, ("Speaker 1", "Speaker 2")),
        (written.assemblyai, ("A", "B")),
        (written.rev_named, tuple(LABELS)),
        (written.podlove_grouped, tuple(LABELS)),
    ],
)
@given(turns=conversations())
def test_what_has_names_of_its_own(write, names, turns):
    assert shown(read_back(write(turns))[1]) == as_said(
        turns, dict(zip(LABELS, names, strict=True))
    )


@pytest.mark.parametrize("name", ["whisper.cpp, full", "whisper.cpp, by word", "Deepgram"])
def test_the_times_of_words_are_marks(name):
    """A turn of some sentences can be heard from each of them."""
    said = Said("Mara Kühn", "Eins ist hier. Zwei ist da. Drei ist dort.", 1000, 10000)
    _, (turn,) = read_back(written.EVERY[name]([said]))
    assert turn.text == said.text
    assert (15, 4.0) in turn.marks and (28, 7.0) in turn.marks


def test_the_length_and_the_language_are_told():
    told = {name: read_back(write(BEES))[0].episode for name, write in written.EVERY.items()}
    assert told["Deepgram"].duration == told["OpenAI, segments"].duration == 4000.5
    assert told["AssemblyAI"].duration == told["AssemblyAI, no speakers"].duration == 4000
    german = ["Deepgram", "OpenAI, segments", "OpenAI, words", "ElevenLabs", "AssemblyAI",
              "AWS Transcribe", "Speechmatics", "whisper.cpp", "Azure", "Gladia", "Google", "TTML",
              "WhisperX"]  # fmt: skip
    assert {name: told[name].language for name in german} == dict.fromkeys(german, "de")


@pytest.mark.parametrize(
    ("name", "code"),
    [("german", "de"), ("deu", "de"), ("de-AT", "de"), ("en_US", "en"), ("english", "en"),
     ("xx-ordeal", "xx"), ("klingon", None), ("", None), (None, None), (3, None)],
)  # fmt: skip
def test_languages(name, code):
    assert language_code(name) == code


def test_a_channel_per_speaker():
    """What was said first comes first, whichever channel it is in."""
    channels = [
        {"alternatives": [{"words": [word("Hallo.", 1), word("Gut.", 5)]}]},
        {"alternatives": [{"words": [word("Wie geht es?", 3)]}]},
    ]
    _, turns = read_back(json.dumps({"results": {"channels": channels}}))
    assert shown(turns) == [
        ("Speaker 0", "Hallo.", 1.0),
        ("Speaker 1", "Wie geht es?", 3.0),
        ("Speaker 0", "Gut.", 5.0),
    ]


def word(text: str, start: float) -> dict[str, object]:
    return {"punctuated_word": text, "word": text, "start": start, "end": start + 0.5}


def test_utterances_of_deepgram_alone():
    utterances = [{"start": 1.0, "end": 2.0, "transcript": "Hallo.", "speaker": 1}]
    _, turns = read_back(json.dumps({"results": {"utterances": utterances}}))
    assert shown(turns) == [("Speaker 1", "Hallo.", 1.0)]


def test_google_tells_everything_again_with_who_says_it():
    def result(**more: object) -> dict[str, object]:
        words = [{"word": "Hallo.", "startTime": "1.5s", "endTime": "2s", **more}]
        return {"alternatives": [{"words": words}]}

    _, turns = read_back(json.dumps({"results": [result(), result(speakerTag=2)]}))
    assert shown(turns) == [("Speaker 2", "Hallo.", 1.5)]


def test_google_hears_a_stretch_without_words():
    silent: dict[str, object] = {"alternatives": [{"words": []}]}
    words = [{"word": "Hallo.", "startTime": "1.5s", "endTime": "2s"}]
    heard = {"alternatives": [{"words": words}]}
    again = {"alternatives": [{"words": [words[0] | {"speakerTag": 2}]}]}
    _, turns = read_back(json.dumps({"results": [silent, heard]}))
    assert shown(turns) == [(None, "Hallo.", 1.5)]
    _, turns = read_back(json.dumps({"results": [silent, heard, silent, again]}))
    assert shown(turns) == [("Speaker 2", "Hallo.", 1.5)]


def test_an_empty_list_of_speakers_hides_no_words():
    chunks = [{"text": "Guten Tag zusammen.", "timestamp": [0, 2.5]}]
    document = read(json.dumps({"speakers": [], "chunks": chunks}))
    assert isinstance(document, Document)
    assert document.account is not None and document.account.words == 3


def test_segments_without_times_take_those_of_their_words():
    """ElevenLabs' segmented export."""
    words = [
        {"text": "Guten", "start": 1.0, "end": 1.2, "type": "word", "speaker_id": "speaker_1"},
        {"text": " ", "type": "spacing"},
        {"text": "Tag.", "start": 1.3, "end": 1.5, "type": "word", "speaker_id": "speaker_1"},
    ]
    _, turns = read_back(json.dumps({"segments": [{"text": "Guten Tag.", "words": words}]}))
    assert shown(turns) == [("speaker_1", "Guten Tag.", 1.0)]


def test_an_unknown_speaker_is_nobody():
    results = [
        {"type": "word", "start_time": 1, "alternatives": [{"content": "Hm", "speaker": "UU"}]}
    ]
    _, turns = read_back(json.dumps({"results": results}))
    assert shown(turns) == [(None, "Hm", 1.0)]


@pytest.mark.parametrize(
    "data", [{"results": {}}, {"words": []}, {"chunks": [{}]}, {"a": 1}, [{}], []]
)
def test_what_is_none_of_it_is_refused_with_a_remedy(data):
    with pytest.raises(ImportFailed, match="export it from there as WebVTT, SRT or JSON"):
        read(json.dumps(data))


HEARD = [{"headline": "Bienen im Winter", "gist": "Winter", "summary": "Lang.", "start": 62000}]
CHAPTERS = {
    "AssemblyAI": {**json.loads(written.assemblyai(BEES)), "chapters": HEARD},
    "AssemblyAI, no speakers": {
        **json.loads(written.assemblyai_without_speakers(BEES)), "chapters": HEARD,
    },
    "AssemblyAI, chapters alone": {"chapters": HEARD},
    "Speechmatics": {
        **json.loads(written.speechmatics(BEES)),
        "chapters": [{"title": "Bienen im Winter", "summary": "Lang.", "start_time": 62.0}],
    },
    "Gladia": {
        "result": {
            **json.loads(written.gladia(BEES))["result"],
            "chapterization": {
                "results": [{"headline": 'Headline: "Bienen im Winter"', "start": 62.0}]
            },
        }
    },
    "Podcasting 2.0, both": {
        "segments": [{"startTime": 1, "body": "Ja."}],
        "chapters": [
            {"startTime": 62, "title": "Bienen im Winter"}, {"startTime": 63, "toc": False},
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapters_that_a_service_found(name):
    document = read(json.dumps(CHAPTERS[name]))
    assert isinstance(document, Document)
    (chapter,) = document.episode.chapters
    assert (chapter.start, chapter.title) == (62.0, "Bienen im Winter")
    assert bool(document.cues) == ("alone" not in name)


LISTED = [
    {"title": "Bienen", "transcript": [{"speaker": "Mara", "start": 1, "end": 2, "text": "Ja."}]},
    {"dialogue": [{"speaker": {"name": "Mara"}, "time": "0:01", "sentence": "Ja."}]},
    [{"speaker": "Mara", "timestamp": "00:00:01", "text": "Ja."}],
    [{"name": "Mara", "time": "0:01", "text": "Ja."}],
    [{"speaker_name": "Mara", "start_time": 1.0, "content": "Ja."}],
]


@pytest.mark.parametrize("data", LISTED)
def test_lists_by_any_name(data):
    assert shown(read_back(json.dumps(data))[1]) == [("Mara", "Ja.", 1.0)]


def test_an_object_per_line():
    rows = ({"start": n, "end": n + 1, "speaker": "Mara", "text": "Ja."} for n in range(3))
    _, turns = read_back("\n".join(map(json.dumps, rows)))
    assert shown(turns) == [("Mara", "Ja. Ja. Ja.", 0.0)]
