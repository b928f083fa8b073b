"""What was said comes back from every format within what it holds, and what does not is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import ImportFailed
from corpus.formats.document import Account, Cue, Document
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from tests.support import turns_written as written
from tests.support.turns_written import Said, Writer, lines

# What a format holds: n(ames), s(tarts), e(nds).
FORMATS: dict[str, tuple[Writer, str]] = {
    "webvtt": (written.webvtt, "nse"),
    "webvtt with commas": (lambda t: written.webvtt(t, ","), "nse"),
    "webvtt with another arrow": (lambda t: written.webvtt(t, ".", "–>"), "nse"),
    "subrip": (written.subrip, "nse"),
    "subrip without numbers": (lambda t: written.subrip(t, lambda _: False), "nse"),
    "subrip with few numbers": (lambda t: written.subrip(t, lambda n: n % 3 == 1), "nse"),
    "subrip with doubled lines": (written.subrip_doubled, "nse"),
    "printed by whisper": (written.whisper_print, "s"),
    "podcasting 2.0": (written.podcasting20, "nse"),
    "podlove": (written.podlove, "nse"),
    "milliseconds": (written.milliseconds, "nse"),
    "assemblyai": (written.assemblyai, "nse"),
    "whisper": (written.whisper, "s"),
    "html": (written.cited, "ns"),
    "html without names": (written.timed_paragraphs, "s"),
    "plain": (lines("{text}"), ""),
    "plain with times": (lines("[{time}] {text}"), "s"),
    "names": (lines("{name}: {text}"), "n"),
    "names in one block": (lines("{name}: {text}", "\n"), "n"),
    "time and name": (lines("[{time}] {name}: {text}"), "ns"),
    "otter": (lines("{name}  {time}\n{text}"), "ns"),
    "bold": (lines("**{name}:** {text}"), "n"),
    "italic": (lines("*{name}:* {text}"), "n"),
    "bold, time behind": (lines("**{name}** {time}\n\n{text}"), "ns"),
    "bold, time in round brackets": (lines("**{name}** ({time})\n{text}"), "ns"),
    "bold, time in brackets": (lines("**{name}** [{time}]\n\n{text}"), "ns"),
    "bold, time inside": (lines("**{name} ({time}):** {text}"), "ns"),
    "bold, time inside first": (lines("**[{time}] {name}:** {text}"), "ns"),
    "bold, time first": (lines("[{time}] **{name}:** {text}"), "ns"),
    "bold, time after a dash": (lines("**{name}** – {time}\n{text}"), "ns"),
    "bold, time inside after a comma": (lines("**{name}, {time}**\n{text}"), "ns"),
    "times in lines of their own": (lines("{time}\n{text}"), "s"),
    "times before lines": (lines("{time} {text}", "\n"), "s"),
    "bold, italic time": (lines("**{name}** *({time})*\n{text}"), "ns"),
    "bold, time in code": (lines("- **{name}** `{time}` {text}"), "ns"),
}
NAMES = ["Lena Brömme", "Tariq Weiß", "Ursula von der Aue", "Speaker 3"]
WORDS = (
    "der Igel frisst im Herbst Käfer & Würmer Übung macht den Meister um 20:15 Uhr 3,5 Gramm "  # noqa: SIM905
    "Merke: Laub (viel) bleibt liegen »so« wie's ist".split()
)


@st.composite
def conversations(draw: st.DrawFn) -> list[Said]:
    """Several speakers, each of whom speaks twice, never twice in a row; times rise."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
    count = draw(st.integers(2, 4)) * len(names)
    now, turns = draw(st.integers(0, 70)), []
    for index in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=12))
        lasts = draw(st.integers(8, 20))
        text = (
            " ".join(["Heute sagt er am Zaun dazu,", *words, "Gartenzaun"]).removesuffix(":") + "."
        )
        turns.append(Said(names[index % len(names)], text, now, now + lasts))
        now += lasts + draw(st.integers(0, 500))
    return turns


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_said_comes_back(name: str) -> None:
    write, holds = FORMATS[name]

    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @given(conversations())
    def comes_back(said: list[Said]) -> None:
        document = read(write(said))
        assert isinstance(document, Document)
        turns, told = turns_of(document, "")
        expected = said if holds else said
        assert (
            " ".join(turn.text for turn in turns).split()
            == " ".join(one.text for one in expected).split()
        )
        assert [line for line in told if "milliseconds" not in line] == []
        if "n" in holds:
            assert [turn.speaker for turn in turns] == [one.speaker for one in said]
            assert [turn.text for turn in turns] == [one.text for one in said]
        if "s" in holds and "n" in holds:
            assert [turn.start for turn in turns] == [one.start for one in said]
        elif "s" in holds:  # neighbours of nobody knows whom are one turn, with marks
            times = [t for turn in turns for t in (turn.start, *(time for _, time in turn.marks))]
            assert times == [one.start for one in said]
        if "e" in holds:
            assert [turn.end for turn in turns] == [one.end for one in said]

    comes_back()


def told(text: str) -> list[str]:
    document = read(text)
    assert isinstance(document, Document)
    return list(turns_of(document, "12.vtt")[1])


def test_lost_words_are_told():
    document = Document(cues=(Cue("Der Igel."),), account=Account(words=5, aside=1))
    assert turns_of(document, "12.vtt")[1] == (
        "12.vtt: 2 of 5 words were not read; compare it with its source, "
        "and please report it with the file",
    )
    more = Document(cues=(Cue("Der Igel frisst."),), account=Account(words=2))
    assert "1 words were read that the source has not" in turns_of(more, "")[1][0]


def test_lost_times_and_labels_are_told():
    document = Document(
        cues=(Cue("Der Igel.", "Lena", 1.0),), account=Account(0, 0, 2, ("Lena", "Rasenmäher"))
    )
    times, labels = turns_of(document, "12.vtt")[1]
    assert times.startswith("12.vtt: 1 of 2 times stand before no words")
    assert labels.startswith("12.vtt: 'Rasenmäher': stands before a colon and was not taken for")


def test_text_of_no_time_is_read_and_told():
    parted = "WEBVTT\n\n00:01.000 --> 00:02.000\n\nDer Igel schläft.\n"
    (line,) = told(parted)
    assert line.startswith("12.vtt: line 5 ('Der Igel schläft.'): text parted from its time by")
    broken = "WEBVTT\n\n00:01.000 --> 00:02.000\nJa.\n\n00:0x.000 --> 00:05.000\nNein.\n"
    assert [cue.text for cue in read(broken).cues] == ["Ja.", "Nein."]
    assert "line 6" in told(broken)[0] and "correct the times" in told(broken)[0]
    before = "1\nErste Zeile.\n\n2\n00:00:01,000 --> 00:00:02,000\nJa.\n"
    assert "before the first time" in told(before)[0]


def test_nothing_is_told_of_a_good_file():
    assert told("WEBVTT\n\nNOTE\nNur für uns.\n\na\n00:01.000 --> 00:02.000\n<v A>Ja.\n") == []


def test_a_paragraph_before_the_first_cite_is_told():
    assert "3 of 4 words" in told("<p>Guten Abend alle.</p><cite>A</cite><p>Ja.</p>")[0]


@pytest.mark.parametrize("text", ["Not found", "a;b;c\n1;2;3\n" * 9, "x" * 99, "Ja"])
def test_what_is_no_text_of_sentences_is_refused(text):
    with pytest.raises(ImportFailed, match="not made of sentences"):
        read(text)
