"""Names and times in the forms of many tools and people: who speaks, what, and from when on."""

import unicodedata

import pytest

from corpus import ImportFailed
from corpus.formats.document import Document
from corpus.importing.accounts import turns_of
from corpus.importing.recognise import read
from tests.support import written
from tests.support.written import BEES, clock


def lines(form: str, gap: str = "\n\n") -> str:
    """A text of a line, or more, per turn."""
    return gap.join(
        form.format(
            n=one.speaker,
            t=one.text,
            h=clock(one.start, ""),
            e=clock(one.end, ""),
            f=f"{clock(one.start, '')}:12",
            g=f"{clock(one.end, '')}:03",
            s=f"{one.start // 60000}:{one.start // 1000 % 60:02}",
            k=one.start // 1000,
        )
        for one in BEES
    )


def read_back(text: str) -> tuple[list[tuple[str | None, str, float | None]], list[str]]:
    document = read(text)
    assert isinstance(document, Document)
    turns, told = turns_of(document, "")
    return [(turn.speaker, turn.text, turn.start) for turn in turns], list(told)


SAID = [(one.speaker, one.text, one.start / 1000) for one in BEES]
UNTIMED = [(speaker, text, None) for speaker, text, _ in SAID]
TIMED_FORMS = [
    "{h} – {e} {n}: {t}", "[{h} → {e}] {n}: {t}", "{h} → {e}\n{n}\n{t}", "{n} [{h} - {e}]\n{t}",
    "**{n}** ({h} – {e}): {t}", "**{n}**\xa0({h}):\xa0{t}", "- {h} {n}: {t}", "[{h}] – {n}: {t}",
    "{n} [{h}] {t}", "{n} ({h}) {t}", "[{h}] [{n}] {t}", "[{h}] <{n}> {t}", "{h} | {n} | {t}",
    "{n} | {h} | {t}", "{h}\t{n}\t{t}", "{h} – {n} – {t}", "{f} - {g}\n{n}\n{t}",
    "{f} {g}\n{n}: {t}", "**{n}** [{s}](https://example.org/?t={k})\n\n{t}",
    "{n} ({s})\n-----\n{t}",
]  # fmt: skip
UNTIMED_FORMS = [
    "### {n}\n\n{t}", "**{n}**\n\n{t}", "{n}\n{t}", "- {n}: {t}", "• {n}: {t}", "{n} – {t}",
    "{n}\t{t}", "[{n}] {t}", "({n}) {t}", "**{n}** {t}", "***{n}:*** {t}", "{n} : {t}",
    "{n}:{t}", "{n}; {t}", "{n}： {t}",
]  # fmt: skip


@pytest.mark.parametrize("form", TIMED_FORMS)
def test_with_times(form):
    assert read_back(lines(form)) == (SAID, [])


@pytest.mark.parametrize("form", UNTIMED_FORMS)
def test_without_times(form):
    assert read_back(lines(form)) == (UNTIMED, [])


def test_tags_in_markdown_are_not_said():
    text = f"# Bienen\n\n<details>\n\n{lines('**{n}:** {t}')}\n\n</details>\n"
    assert read_back(text) == (UNTIMED, [])


def test_entities_in_markdown_are_characters():
    said = "It&#39;s &quot;R&amp;D&quot;, AT&T; and \\&lt; &#x1F41D;&nbsp;ok &copy &#99999999;"
    text = f"**Mara Kühn:** {said}\n\n**Ole Brandt:** &lt;br&gt; is a tag.\n\n**Mara Kühn:** Ok.\n"
    turns, told = read_back(text)
    heard = 'It\'s "R&D", AT&T; and &lt; 🐝 ok &copy &#99999999;'
    assert turns == [
        ("Mara Kühn", heard, None),
        ("Ole Brandt", "<br> is a tag.", None),
        ("Mara Kühn", "Ok.", None),
    ]
    assert told == []


def test_the_end_of_a_range_is_kept():
    document = read(lines("[{h} – {e}] {n}: {t}"))
    assert isinstance(document, Document)
    assert [cue.end for cue in document.cues] == [one.end / 1000 for one in BEES]


def test_f4_writes_the_time_behind_the_words():
    """There somebody else begins to speak."""
    said, told = read_back(lines("{n}: {t} #{e}-0#", "\n"))
    starts = [None, *(one.end / 1000 for one in BEES[:-1])]
    assert (said, told) == ([(s, t, at) for (s, t, _), at in zip(SAID, starts, strict=True)], [])


TABLES = [
    "| Zeit | Sprecher | Text |\n|---|:--|---|\n" + lines("| {h} | {n} | {t} |", "\n"),
    "# Folge 3: Bienen\n\n| Wer | Text | Zeit |\n|---|---|---|\n"
    + lines("| **{n}** | {t} | {h} |", "\n"),
    "Zeit;Sprecher;Text\n" + lines('{h};{n};"{t}"', "\n"),
    "Timecode,Name,Text\n" + lines('{h},{n},"{t}"', "\n"),
]


@pytest.mark.parametrize("text", TABLES)
def test_tables(text):
    assert read_back(text) == (SAID, [])


def test_a_row_without_its_columns_goes_on_and_is_told():
    rows = TABLES[0].split("\n")
    said, told = read_back("\n".join([*rows[:4], "Und noch etwas.", *rows[4:]]))
    assert said[1][1] == f"{BEES[1].text} Und noch etwas."
    assert told[0].startswith("line 5: has other columns")


def test_a_column_that_is_not_read_is_told():
    said, told = read_back(
        "\n".join(f"{n}\t{row}" for n, row in enumerate(lines("{n}\t{t}", "\n").split("\n")))
    )
    assert said == UNTIMED
    assert told[0].startswith("column 1 ('0'): is neither time, name nor words")


NAMES = [
    ("Prof. Dr. Mara Kühn", "Dr. med. Ole Brandt"), ("Mara/Ole", "Ole Brandt"),
    ("Sprecher 1", "Sprecherin 2"), ("MARA KÜHN", "OLE BRANDT"), ("mara", "ole"),
    ("Moderator:in", "Zuschauer*in"), ('Mara „Maja“ Kühn', 'Ole "O" Brandt'),
    ("Özlem Ünal-Öztürk", "Çağla D'Angelo"), ("R2D2", "User42"),
]  # fmt: skip


@pytest.mark.parametrize("names", NAMES)
def test_names(names):
    text = lines("{n}: {t}").replace("Mara Kühn", names[0]).replace("Ole Brandt", names[1])
    said, told = read_back(text)
    assert [speaker for speaker, *_ in said] == [*names] * 2 and told == []


@pytest.mark.parametrize("name", ["Kühn, Mara", "Kühn, Mara (extern)"])
def test_surnames_first_as_in_teams(name):
    text = lines("{n}   {s}\n{t}").replace("Mara Kühn", name)
    assert {speaker for speaker, *_ in read_back(text)[0]} == {name, "Ole Brandt"}


@pytest.mark.parametrize("name", ["names", "otter", "WebVTT", "SubRip"])
def test_accents_that_stand_alone_are_joined(name):
    """As files from a Mac may have them, and some only in half of their names."""
    from corpus.decoding.encodings import decoded

    text = lines("{n}: {t}") if name == "names" else written.EVERY[name](BEES)
    half = len(text) // 2
    mixed = unicodedata.normalize("NFD", text[:half]) + text[half:]
    said, told = read_back(decoded(mixed.encode())[0])
    assert [one[:2] for one in said] == [one[:2] for one in SAID] and told == []


def test_escaped_accents_in_json_are_joined():
    escaped = '[{"speaker": "Ku\\u0308hn", "start": 1, "text": "Scho\\u0308n."}]'
    assert read_back(escaped)[0] == [("Kühn", "Schön.", 1.0)]


PAGES = [
    "<h1>Folge 3</h1>" + lines("<h3>{n}</h3><p>{t}</p>", ""),
    lines("<p><strong>{n}</strong><br>{t}</p>", ""),
    lines("<p><b>{n}</b> {t}</p>", ""),
    "<dl>" + lines("<dt>{n}</dt><dd>{t}</dd>", "") + "</dl>",
    "<details>" + lines("<p><em>{n}:</em> {t}</p>", "") + "</details>",
    "<nav><a href='/'>Start</a></nav><article>"
    + lines("<!-- wp:paragraph --><p><strong>{n}:</strong>&nbsp;{t}</p>", "")
    + "</article><footer><p>Impressum</p></footer>",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages(page):
    assert read_back(page) == (UNTIMED, [])


@pytest.mark.parametrize("form", ["[{n}] {t}", "({n}) {t}"])
def test_names_in_brackets_in_captions(form):
    blocks = [
        f"{n}\n{clock(one.start, ',')} --> {clock(one.end, ',')}\n"
        + form.format(n=one.speaker, t=one.text)
        for n, one in enumerate(BEES, 1)
    ]
    assert read_back("\n\n".join(blocks)) == (SAID, [])


def test_sounds_in_brackets_are_nobody():
    blocks = [
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n[{what}] Und weiter."
        for n, what in enumerate(["Musik", "Applaus", "Musik", "Applaus"], 1)
    ]
    assert {speaker for speaker, *_ in read_back("\n\n".join(blocks))[0]} == {None}


def test_captions_of_minutes_are_chapters():
    document = read(
        "WEBVTT\n\nEins\n00:00:00.000 --> 00:05:00.000\nVorspann\n\n"
        "Zwei\n00:05:00.000 --> 00:20:00.000\nBienen im Winter\n"
    )
    assert isinstance(document, Document) and document.cues == ()
    assert [(c.start, c.title) for c in document.episode.chapters] == [
        (0.0, "Vorspann"), (300.0, "Bienen im Winter"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '<transcript><text start="1.5" dur="2">Das ist &amp;#39;gut&amp;#39;.</text></transcript>',
        '<timedtext format="3"><body><p t="1500" d="2000">Das ist \'gut\'.</p></body></timedtext>',
        '{"events": [{"tStartMs": 1500, "dDurationMs": 2000, "segs": [{"utf8": "Das ist "}, '
        '{"utf8": "\'gut\'."}]}]}',
        '[{"text": "Das ist \'gut\'.", "start": 1.5, "duration": 2.0}]',
    ],
)
def test_captions_of_youtube(text):
    document = read(text)
    assert isinstance(document, Document)
    assert document.cues == (type(document.cues[0])("Das ist 'gut'.", None, 1.5, 3.5),)


@pytest.mark.parametrize(
    "text",
    [
        "Heute – morgen.\nGestern – heute.\nHeute – gestern.\nUnd so weiter – immer fort.\n",
        "Frage: Wer?\n\nAntwort: Er.\n\nFrage: Wo?\n\nAntwort: Da.\n\nFrage: Wann?",
        "Einkauf\n\nMilch | 2\nBrot | 1\nEier | 6\n",
    ],
)
def test_what_names_nobody(text):
    try:
        said, _ = read_back(text)
    except ImportFailed:
        return
    assert {speaker for speaker, *_ in said} == {None}
