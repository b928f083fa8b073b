"""The show page: everything on it is found, and no character of a transcript is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Episode, ImportFailed, Link, Person
from corpus.formats.pages import show_notes as shownotes
from corpus.formats.pages.show_page import is_show_page, language, read_show_page, slug
from tests.support.places import SAVED_SHOW_PAGE, SHOW_PAGE

JANA = "https://people.example/jana-%C3%B6zt%C3%BCrk/"


@pytest.fixture(scope="module")
def page() -> str:
    return SHOW_PAGE.read_text(encoding="utf-8")


def episode(page: str, number: int) -> Episode:
    found = read_show_page(page).episode(number)
    assert found is not None
    return found


def entry(title: str = "#01 - Eins", day: str = "01.02.2024", notes: str = "Worte.") -> str:
    return f"  • {day}\n    Cover\n\n    {title}\n\n    {notes}\n\n    ...mehr\n"


def spoken(episode: Episode) -> str:
    return "".join(f"{t.speaker}: {t.text}" if t.speaker else t.text for t in episode.turns)


def test_the_podcast(page):
    podcast = read_show_page(page).podcast
    assert (podcast.slug, podcast.title) == ("werkstattgespraeche", "Werkstattgespräche")
    assert podcast.publisher == "Holz & Söhne GmbH"
    assert podcast.website == "https://werkstatt.example/"
    assert podcast.language == "de"
    assert podcast.description.startswith("Wie entsteht, was lange hält?Handwerk")
    assert podcast.people == (
        Person("Jana Öztürk", "Moderation", "Redaktion & Ton", "Holz & Söhne GmbH", JANA),
    )


@pytest.mark.parametrize(
    ("description", "publisher"),
    [
        ("Wir, die Holz & Söhne GmbH, sind vom Fach.", "Holz & Söhne GmbH"),
        ("Die Nordwind Medien AG fragt nach.", "Nordwind Medien AG"),
        ("A podcast by the Harbour Trust. We ask.", "Harbour Trust"),
        ("Gespräche.\nHerausgeber: Verein für Bienen, Kiel", "Verein für Bienen"),
        ("© 2024 Amt für Moore", "Amt für Moore"),
        ("Jede Woche produziert von Lena Brömme", "Lena Brömme"),
        ("Wir, die Hörer, sind neugierig. Wir sind die Experten.", None),
        ("Alles über die GmbH und die AG", None),
    ],
)
def test_who_publishes_it(description, publisher):
    page = f"Werkstatt\n{description}\nAlle Folgen\n• 02.03.2021\nEins\nDazu nichts."
    assert read_show_page(page).podcast.publisher == publisher


def test_an_episode_with_everything(page):
    found = episode(page, 2)
    assert found.id == "002"
    assert found.title == "#02 - Brot ohne Eile | Sigrid Löwe in den Werkstattgesprächen"
    assert (found.published, found.duration) == (date(2024, 3, 17), 3940.0)
    assert found.language == "de"
    assert found.description.endswith("Sauerteig wird.? Website: https://werkstatt.example/")
    assert found.people[1] == Person(
        "Sigrid Löwe", "Gast", "Bäckerin", "Backstube Süd", "https://people.example/SigridLoewe/"
    )
    assert found.links == (
        Link("https://backstube.example/", "Zu Sigrids Backstube"),
        Link("https://backstube.example/wp/eBook_Sauerteig-V2.pdf", 'E-Book "Sauerteig für alle"'),
    )
    assert found.chapters == (
        Chapter(300.0, "Warum Teig ruhen muss."),
        Chapter(2470.0, "Um 5: Hermann füttern"),
        Chapter(3723.0, "Was übrig bleibt?"),
    )


def test_the_other_spelling_of_chapters(page):
    assert episode(page, 1).chapters == (
        Chapter(63.0, "Das richtige Holz?"),
        Chapter(840.0, "Leim oder Schrauben"),
        Chapter(1205.0, "Schluss."),
    )


def test_a_person_without_address_or_organisation(page):
    assert episode(page, 1).people[1] == Person("Uwe Groß", "Gast", "Tischler")


def test_only_known_people_open_turns(page):
    assert [(turn.speaker, turn.text[:14]) for turn in episode(page, 2).turns] == [
        ("Jana Öztürk", "Hallo Sigrid. "),
        ("Jana Öztürk", "Eine Frage vor"),  # the same speaker again; a colon inside
        ("Sigrid Löwe", "Weil der Teig "),  # a name with a colon in mid-sentence inside
        ("Jana Öztürk", "Und dann sagte"),
        ("Sigrid Löwe", "Ja, genau. "),  # after a closing quotation mark
        ("Jana Öztürk", "Wie alt ist de"),  # after a blank
        ("Sigrid Löwe", "Elf Jahre. Er "),
        ("Jana Öztürk", "Danke."),  # after a word
    ]


def test_words_before_the_first_name_have_no_speaker(page):
    assert [turn.speaker for turn in episode(page, 1).turns] == [None, "Jana Öztürk", "Uwe Groß"]


@pytest.mark.parametrize("number", [1, 2])
def test_the_turns_give_the_transcript_back(page, number):
    transcript = page.split("TRANSKRIPT")[3 - number].split("\n")[0]
    assert spoken(episode(page, number)) == transcript


def test_an_episode_without_transcript_chapters_and_duration(page):
    found = episode(page, 3)
    assert (found.turns, found.chapters, found.people) == ((), (), ())
    assert found.duration is None
    assert found.description == "Im Frühling machen wir Pause."


def test_line_ends_of_windows(page):
    assert read_show_page(page.replace("\n", "\r\n")) == read_show_page(page)


def test_line_breaks_kept_by_the_browser_change_nothing_but_blanks(page):
    broken = page.replace("____KAPITEL", "____\nKAPITEL\n").replace("____TR", "____\n\nTR")
    broken = broken.replace("TRANSKRIPT", "TRANSKRIPT\n").replace("backstube.example/E", "x/\nE")
    assert len(episode(broken, 2).turns) == 8
    assert len(episode(broken, 2).chapters) == 3
    assert [link.title for link in episode(broken, 2).links][1].startswith("E-Book")


def test_episodes_without_a_number_take_the_free_ones_from_the_oldest_on():
    page = "Titel\n" + entry("Neu") + entry("#2 Zwei") + entry("Alt")
    assert [(e.number, e.title) for e in read_show_page(page)] == [
        (1, "Alt"),
        (2, "#2 Zwei"),
        (3, "Neu"),
    ]


def test_a_number_in_the_words_of_a_title_is_none():
    page = "Titel\n" + entry("5 Tipps für Brot") + entry("Folge 12: Platz #1")
    assert [e.number for e in read_show_page(page)] == [1, 12]


def test_without_a_known_address_the_moderator_hosts():
    notes = "a____PERSONEN ?Moderation: Jana Öztürk, Redaktion ?Gast: Uwe Groß"
    page = "Titel\nWorte.\n" + entry(notes=notes)
    assert [person.name for person in read_show_page(page).podcast.people] == ["Jana Öztürk"]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("", "No episode"),
        ("Nur ein Text\nohne Folgen", "No episode"),
        (entry(), "Line 1: .*title"),
        ("Titel\n" + entry(day="31.02.2024"), "Line 2: there is no day 31.02.2024"),
        ("Titel\n  • 01.02.2024\n    34 MB\n", "Line 2: the episode has no title"),
        ("Titel\n" + entry("#1 a") + entry("#01 b"), "Lines 2 and 10: .*number 1"),
    ],
)
def test_a_page_that_cannot_be_right(page, message):
    with pytest.raises(ImportFailed, match=message):
        read_show_page(page)


@pytest.mark.parametrize(
    ("before", "opens"),
    [
        ("Ja.", True),
        ("vielmals", True),
        ("Ja. ", True),
        ("Ja.\n", True),
        ('"Nie."', True),
        ("Und dann –", True),
        ("Ja. (lacht) ", True),
        ("der Tischler (aus Mainz) ", False),
        ("hat der ", False),
        ("Dr. ", False),
        ('sagte "', False),
        ("(", False),
        ("Klaus-", False),
        ("er sagte: ", False),
    ],
)
def test_where_a_name_with_a_colon_opens_a_turn(before, opens):
    transcript = f"Jana Öztürk: {before}Uwe Groß: Nein."
    found = shownotes.turns(transcript, ("Uwe Groß", "Jana Öztürk"))
    assert [turn.speaker for turn in found] == ["Jana Öztürk", "Uwe Groß"][: 1 + opens]


def test_the_longer_of_two_names_wins():
    found = shownotes.turns("Anna Marie: Ja.Marie: Nein.", ("Marie", "Anna Marie"))
    assert [turn.speaker for turn in found] == ["Anna Marie", "Marie"]


@pytest.mark.parametrize("text", ["Tschüss.Jana: ", "\nJana: Tschüss."])
def test_a_name_without_words_is_no_turn(text):
    found = shownotes.turns(f"Uwe: {text}", ("Uwe", "Jana"))
    assert [(turn.speaker, turn.text) for turn in found] == [("Uwe", text)]


PIECES = st.sampled_from(["Uwe: ", "Jana: ", " ", ".", "\n", "ja", "„", '"', "Uwe", ":", "-", "…"])


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_no_character_is_lost(transcript):
    found = shownotes.turns(transcript, ("Uwe", "Jana"))
    joined = "".join(f"{t.speaker}: {t.text}" if t.speaker else t.text for t in found)
    # Joining may add nothing but the blank after a colon; blanks at the beginning are dropped.
    assert joined.replace(": ", ":").lstrip() == transcript.replace(": ", ":").lstrip()
    assert all(turn.text.strip() for turn in found)


@given(st.text())
def test_any_text_is_a_corpus_or_a_clear_error(text):
    for page in (text, f"T\n  • 01.02.2024\n    x\n{text}", "T\n" + entry(notes=text)):
        try:
            assert read_show_page(page).episodes
        except ImportFailed as error:
            assert str(error)


def test_people_with_other_roles_and_spellings():
    text = "Moderator:in: Jana Öztürk, Ton 🎙 Co-Host: Uwe Groß – https://people.example/uwe"
    assert shownotes.people(text) == (
        Person("Jana Öztürk", "Moderator:in", "Ton"),
        Person("Uwe Groß", "Co-Host", url="https://people.example/uwe"),
    )


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("A: https://a.example/b.pdfZum Buch: https://b.example", ["https://a.example/b.pdf", 1]),
        ("A: https://a.example/xyBuch: https://b.example", ["https://a.example/xy", 1]),
        ("A: https://a.example/Xy/\nBuch: https://b.example", ["https://a.example/Xy/", 1]),
        ("A: https://a.example/Xy\nBuch: https://b.example", ["https://a.example/Xy", 1]),
        ("A: https://a.example/Xy ? Buch: https://b.example", ["https://a.example/Xy", 1]),
        ("https://A.example/x B https://b.example", ["https://A.example/x", 1]),
        ("nur Text", []),
    ],
)
def test_where_an_address_ends(text, urls):
    expected = ["https://b.example" if url == 1 else url for url in urls]
    assert [link.url for link in shownotes.links(text)] == expected


def test_another_rule_ends_a_section():
    notes = "Vorweg.____SPONSOR Kauft!____KAPITEL [00:10] Eins____DANK an alle"
    assert shownotes.sections(notes) == {"": "Vorweg.", "KAPITEL": "[00:10] Eins"}


def test_a_transcript_keeps_its_blanks_at_the_end():
    assert shownotes.sections("____TRANSKRIPT Uwe: Ja. ")["TRANSKRIPT"] == "Uwe: Ja. "


def test_rows_of_underscores_take_no_time():
    notes = "_" * 1_000_000 + "x"
    assert shownotes.sections(notes) == {"": ""}


def test_slugs():
    assert slug("Küche & Größe: Äpfel!") == "kueche-groesse-aepfel"
    assert slug("🎙") == "podcast"


def test_languages():
    assert (
        language("Das ist nicht der Teig und ich mag ihn für mein Brot, die anderen auch.") == "de"
    )
    assert language("This is the dough that you and I want for the bread of the day.") == "en"
    assert language("Lorem ipsum dolor") is None


def test_what_is_a_show_page(page):
    assert is_show_page(page)
    assert not is_show_page("Am 02.03.2021 • war nichts")


@pytest.mark.skipif(
    not SAVED_SHOW_PAGE.exists(), reason="the saved show page in ../shared is absent"
)
def test_the_real_page():
    page = SAVED_SHOW_PAGE.read_text(encoding="utf-8")
    corpus = read_show_page(page)
    first, second = corpus
    assert (len(first.turns), len(first.chapters)) == (27, 8)
    assert (len(second.turns), len(second.chapters)) == (33, 12)
    transcripts = [part.split("\n")[0] for part in page.split("TRANSKRIPT")[1:]]
    assert [spoken(second), spoken(first)] == transcripts
    assert [person.name for person in corpus.podcast.people] == ["Michael Kästner"]
    assert [link.title for link in second.links] == [
        "Zu Haralds Website",
        'E-Book "Customer Service Automation"',
    ]
    assert sum(turn.text.endswith(" ") for turn in second.turns) == 1
