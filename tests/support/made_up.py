"""Made-up episodes for the times: one whose truth is known, and wild ones of every kind."""

import math
from dataclasses import replace

from hypothesis import strategies as st

from corpus import Chapter, Episode, Turn

FILLER = (
    "Das kann man so machen. Man muss es aber nicht tun. Am Ende zählt ja, dass es hält. "
    "Viele Leute glauben das zuerst gar nicht. "
)
TOPICS = ("Sauerteig und Hefe", "Mühle und Getreide", "Steinofen und Glut", "Salz und Gewürz")
PARTS = (40, 120, 32, 80)  # turns of filler in each part: far from even
PACES = (0.06, 0.06, 0.09, 0.06)  # seconds per character: salt is a slow matter


def bakery(pauses: float = 0.0) -> tuple[Episode, list[float]]:
    """An episode in four chapters of uneven length and pace, and its turns' true starts."""
    turns: list[Turn] = []
    starts: list[float] = []
    chapters: list[Chapter] = []
    clock = 0.0
    for topic, parts, pace in zip(TOPICS, PARTS, PACES, strict=True):
        clock += pauses
        chapters.append(Chapter(float(round(clock)), topic))
        opening = f"Kommen wir zum Thema {topic}. Was ist an {topic} so wichtig? "
        answer = f"Ja, {topic}! Über {topic} weiß kaum jemand Bescheid. "
        texts = [opening, answer, *[FILLER] * parts]
        for text in texts:
            turns.append(Turn("AB"[len(turns) % 2], text))
            starts.append(clock)
            clock += len(text) * pace
    episode = Episode("brot", 1, "Brot", duration=clock, language="de", chapters=tuple(chapters))
    return replace(episode, turns=tuple(turns)), starts


TEXTS = st.lists(
    st.sampled_from(["Salz.", "Mühle!", "äß", "", " ", "und " * 80, "a", "\n", "Der Teig ruht. "]),
    max_size=6,
).map("".join)
TIMES = st.floats(0, 4000, allow_nan=False)
CHAPTERS = st.builds(
    Chapter,
    st.one_of(TIMES, st.just(math.inf), st.integers(0, 9).map(float)),
    st.sampled_from(["", "Intro", "Salz und Mühle", "🎧", "Teig " * 50, "(", "\\", "und und"]),
)


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    texts = draw(st.lists(TEXTS, max_size=12))
    count = len(texts)
    known = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    times = sorted(draw(st.lists(TIMES, min_size=count, max_size=count, unique=True)))
    # Measured turns too close for the others between them cannot rise strictly with doubles.
    times = [time + index for index, time in enumerate(times)]
    lengths = st.one_of(st.none(), st.floats(0, 30))
    turns = []
    for text, time, measured in zip(texts, times, known, strict=True):
        turn = Turn(draw(st.sampled_from(["A", "B", None])), text)
        if measured:
            length = draw(lengths)
            turn = replace(turn, start=time, end=None if length is None else time + length)
        turns.append(turn)
    last = max((turn.start for turn in turns if turn.start is not None), default=0.0)
    duration = draw(st.one_of(st.none(), st.floats(1.0, 8000).map(lambda more: last + more)))
    chapters = tuple(draw(st.lists(CHAPTERS, max_size=8)))
    return Episode(
        "x", 1, "x", duration=duration, chapters=chapters, turns=tuple(turns),
        language=draw(st.sampled_from(["de", "en-US", "xx", "", None])),
    )  # fmt: skip
