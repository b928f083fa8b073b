"""Small files of the kinds that publishers have: turns, speakers, starts and chapters of each."""

from datetime import date

import pytest

from corpus import ImportFailed
from corpus.decoding.encodings import decoded
from corpus.formats.feeds.feed import Feed
from corpus.importing.recognise import read
from corpus.importing.turns import joined
from tests.support.places import SHARED

FOLDER = SHARED / "findings" / "import"
BOTH = ("Lena Brömme", "Tariq Weiß")
SIX = [(BOTH[n % 2], start) for n, start in enumerate((3.0, 7.0, 83.0, 124.0, 179.0, 3723.0))]
ONE = [(None, 3.0)]
# Who begins to speak when, turn by turn.
TURNS = {
    "j01-whispercpp.json": ONE,
    "j02-hf.json": ONE,
    "j04-deepgram.json": [("Speaker 0", 3.0), ("Speaker 1", 7.0)],
    "j05-assemblyai-plain.json": ONE,
    "j06-rev.json": [("Speaker 0", 3.0), ("Speaker 1", 7.0)],
    "j07-aws.json": [("spk_0", 3.0)],
    "j11-elevenlabs.json": [("speaker_0", 3.0)],
    "j13-whisper-api-words.json": ONE,
    "j15-podlove-grouped.json": [(BOTH[0], 3.0), (BOTH[1], 7.0)],
    "t03-name-line-time-line.txt": SIX,
    "t04-time-first-line.txt": SIX,
    "t08-teams.txt": [*SIX[:5], (BOTH[1], None)],  # the file itself goes back in time there
    "t14-happyscribe.txt": [(name, start + 0.12) for name, start in SIX],
    "t18-role.txt": [(name, None) for name, _ in SIX],
    "t19-heading-md.md": SIX,
    "t22.sbv": ONE,
    "t23.ass": [("Lena", 3.0), ("Tariq", 7.0)],
    "t24.ttml": [("SPEAKER_1", 3.0), ("SPEAKER_2", 7.0)],
    "t25-whisper.tsv": ONE,
    "t35-own-bracket.md": SIX,
}
STARTS = {
    "c02-mp4chaps.txt": [0, 14, 140, 186],
    "c05-audacity.txt": [0, 14],
    "c07-hindenburg.xml": [0, 140],
}
DESCRIBED = [[0, 42, 418, 3242], [0, 12, 3750], [0, 310, 3854], [0, 296, 600], [0, 1800, 3854], []]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/findings/import is absent")


def told(name: str):
    return read(decoded((FOLDER / name).read_bytes())[0])


@pytest.mark.parametrize("name", TURNS)
def test_who_speaks_when(name):
    turns, _ = joined(told(name).cues)
    assert [(turn.speaker, turn.start) for turn in turns] == TURNS[name]
    assert turns[0].text.startswith("Willkommen")
    assert not any(":" in turn.text or "[" in turn.text for turn in turns)


@pytest.mark.parametrize("name", STARTS)
def test_where_chapters_start(name):
    chapters = told(name).episode.chapters
    assert [chapter.start for chapter in chapters] == STARTS[name]
    assert chapters[0].title == "Intro" and not any("<" in one.title for one in chapters)


def test_chapters_in_descriptions():
    feed = told("f01-desc-chapters/feed.xml")
    assert isinstance(feed, Feed)
    starts = [[chapter.start for chapter in item.episode.chapters] for item in feed.items]
    assert starts == DESCRIBED


def test_dates_and_lengths():
    days = [item.episode.published for item in told("f11-dates/feed.xml").items]
    known = [date(2020, 10, 5)] * 10
    known[6], known[8] = date(2021, 3, 3), None  # 10/05/2020 is October or May
    assert days == known
    lengths = [item.episode.duration for item in told("f12-durations/feed.xml").items]
    assert lengths == [*[3723] * 3, 3723.4, *[3723] * 2, 3720, *[3723] * 4, 3720, None, None]


def test_front_matter_and_roles():
    told_first = told("t35-own-bracket.md").episode
    assert (told_first.title, told_first.duration) == ("Igel im Garten", 2741.0)
    people = told("t18-role.txt").episode.people
    assert [(person.name, person.role) for person in people] == [
        (BOTH[0], "Moderation"),
        (BOTH[1], "Gast"),
    ]


@pytest.mark.parametrize(
    ("name", "remedy"), [("x02.docx", "Word document"), ("d01-mix/13.pdf", "PDF")]
)
def test_what_is_refused_says_why(name, remedy):
    with pytest.raises(ImportFailed, match=remedy):
        told(name)
