"""Questions about the show itself, answered from its notes; and those that only look like it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Chapter, Corpus, Person, load_corpus
from corpus.people import with_role
from corpus.places import SHIPPED
from rag import Question, answer_pipeline
from rag.question.episode_names import episode_named
from rag.show.descriptions import LONGEST_NOTE
from rag.show.facts import KINDS, facts_of, kinds_asked
from rag.show.patterns import EXPRESSIONS
from rag.text.language import detect
from rag.types import Language, ShowNote
from tests.support.fakes import small_corpus

CORPUS = small_corpus()
FIRST, SECOND = CORPUS.episodes

QUESTIONS = {
    "topic": [
        "Welche Folgen handeln von Holz?",
        "In welcher Folge geht es um Sauerteig?",
        "In welchen Folgen wird über das Leimen gesprochen?",
        "Welche Folge behandelt Brot?",
        "Which episodes are about Sauerteig?",
        "Which episode talks about Leim?",
        "Are there any episodes that cover Brot?",
    ],
    "guest": [
        "Wer ist zu Gast in Folge 2?",
        "Wer ist der Gast der ersten Folge?",
        "Welcher Gast war in Folge 1 dabei?",
        "Mit wem spricht Jana in Folge 2?",
        "Wer wird in Folge 1 interviewt?",
        "Wie heißt der Gast?",
        "Wer sind die Gäste?",
        "Who is the guest of episode 2?",
        "Who was interviewed in episode 1?",
        "What is the name of the guest in episode two?",
        "Which guests are on the show?",
        "The other guests?",
        "Und die anderen Gäste?",
    ],
    "host": [
        "Wer moderiert den Podcast?",
        "Wie heißt der Moderator?",
        "Wer ist die Moderatorin?",
        "Wer führt durch die Sendung?",
        "Who hosts the podcast?",
        "Who is the host?",
        "Who presents the show?",
        "What's the name of the host?",
    ],
    "date": [
        "Wann ist Folge 2 erschienen?",
        "Wann erschien die erste Folge?",
        "Wann wurde das Gespräch mit Sigrid veröffentlicht?",
        "Wann kam die zweite Folge raus?",
        "An welchem Tag ist Folge 2 erschienen?",
        "Was ist das Erscheinungsdatum von Folge 1?",
        "Wann ist sie erschienen?",
        "When did episode 2 come out?",
        "When was the first episode released?",
        "What is the release date of episode 2?",
        "When was it published?",
    ],
    "duration": [
        "Wie lange dauert Folge 2?",
        "Wie lang ist die erste Folge?",
        "Wie viele Minuten hat Folge 1?",
        "Welche Länge hat Episode 2?",
        "How long is episode 2?",
        "How many minutes is the first episode?",
        "What is the duration of episode 1?",
    ],
    "chapters": [
        "Welche Kapitel hat Folge 2?",
        "Wie viele Kapitel gibt es in Folge 1?",
        "Zeig mir die Kapitel von Folge 2",
        "Gibt es Kapitelmarken?",
        "What chapters does episode 2 have?",
        "How many chapters are there in episode 1?",
        "List the chapters of episode 2",
    ],
    "episodes": [
        "Wie viele Folgen gibt es?",
        "Welche Folgen gibt es?",
        "Welche Episoden hat der Podcast?",
        "Liste aller Folgen",
        "How many episodes are there?",
        "List all episodes",
        "Which episodes are there?",
    ],
    "title": [
        "Wie heißt Folge 2?",
        "Was ist der Titel von Folge 1?",
        "Welchen Titel trägt Folge 2?",
        "Wie lautet der Titel der zweiten Folge?",
        "What is the title of episode 2?",
        "What is episode 1 called?",
        "What's the name of the second episode?",
    ],
    "links": [
        "Welche Links gibt es?",
        "Was ist in den Shownotes verlinkt?",
        "Wo finde ich das E-Book?",
        "Welche Webseite hat der Podcast?",
        "Which links are in the show notes?",
        "Where can I find the e-book?",
        "What is the website of the podcast?",
    ],
    "person": [
        "Wer ist Uwe Groß?",
        "Wo arbeitet Sigrid Löwe?",
        "Was ist Uwe Groß von Beruf?",
        "Welche Position hat Uwe?",
        "Who is Uwe Groß?",
        "Where does Sigrid work?",
        "What is Uwe's job?",
    ],
    "about": [
        "Worum geht es in Folge 2?",
        "Wovon handelt der Podcast?",
        "Was ist das Thema der ersten Folge?",
        "What is episode 2 about?",
        "What is the podcast about?",
        "Which topics does episode 1 cover?",
        "Describe episode 2",
    ],
    "publisher": [
        "Wer steckt hinter dem Podcast?",
        "Wer produziert den Podcast?",
        "Welche Firma macht den Podcast?",
        "Who is behind the podcast?",
        "Who publishes the podcast?",
        "Which company makes this podcast?",
    ],
    "firm": [
        "Was macht der Werkstatt e.V. eigentlich?",
        "In welcher Stadt sitzt der Werkstatt e.V.?",
        "Was bietet der Werkstatt e.V. an?",
        "What does the Werkstatt e.V. do?",
        "Where is the Werkstatt e.V. based?",
        "Which services does the Werkstatt e.V. offer?",
    ],
    "language": [
        "In welcher Sprache ist der Podcast?",
        "Auf welcher Sprache wird in der Folge gesprochen?",
        "In welcher Sprache wird hier gesprochen?",
        "What language is the podcast in?",
        "Which language is spoken in this episode?",
        "What language do they speak in the show?",
    ],
    "person_episodes": [
        "In welchen Folgen ist Uwe dabei?",
        "Wie oft war Sigrid Löwe zu Gast?",
        "Alle Folgen mit Jana Öztürk",
        "Which episodes is Uwe in?",
        "How often was Sigrid a guest?",
        "all episodes with Jana Öztürk",
    ],
    "moment": [
        "Ab welcher Minute geht es um Leim?",
        "Bei welcher Minute wird Holz besprochen?",
        "An welcher Stelle kommt der Sauerteig?",
        "At what minute does the Leim come up?",
        "At which point is Holz discussed?",
        "Where in the episode is Leim mentioned?",
    ],
}
TABLE = [(kind, question) for kind, questions in QUESTIONS.items() for question in questions]

# They share words with those above, and are about what is said.
CONTENT = [
    "Welche Folgen hat schlechter Service?",
    "Welche Folgen hat eine Kostensenkung?",
    "Wie viele Kanäle braucht ein Unternehmen?",
    "Wann glauben einem die Leute, dass man es online ordentlich hinkriegt?",
    "Wann sollte man einen Chatbot veröffentlichen?",
    "Wann ist der Kunde online?",
    "Wann ist das erledigt?",
    "Wer sollte im Kundenservice Gast sein?",
    "Wer behandelt Kunden wie einen Gast?",
    "Wie viele Gäste übernachten im Hotel?",
    "Wer führt Mitarbeiter im Homeoffice?",
    "Wie lange sollte eine Antwort im Chat dauern?",
    "Wie lange dauert es, bis Kunden kündigen?",
    "Was ist der Titel des Buches, das er empfiehlt?",
    "Wie heißt das Fundament der Strategie?",
    "Worum geht es bei der Customer Journey?",
    "Was sagt er über das Ziel der Digitalisierung?",
    "Was sagt er über Links in Mails?",
    "Wer ist zufrieden?",
    "Wo arbeitet das Team?",
    "Welche Rolle hat die Führung?",
    "Wer macht den besten Kundenservice?",
    "Wer gehört zum Team?",
    "When should a company publish prices online?",
    "What are the consequences of bad service?",
    "Who presents the biggest challenge?",
    "What does he say about links between channels?",
    "Who owns the customer relationship?",
    "Who is angry?",
    "How long does it take to answer a mail?",
    "What is customer experience about?",
    "Which topics deal with home office?",
    "Esche",
    "",
]


KIND = {question: kind for kind, question in TABLE}


def show_facts(question: str, corpus: Corpus, number: int | None, language: Language, kind=None):
    kinds = [kind] if kind else kinds_asked(question, corpus.podcast)
    facts = facts_of(kinds, question, corpus, number, language)
    return facts if facts and facts.notes else None


def asked(question: str, corpus: Corpus = CORPUS, kind=None):
    number = episode_named(question, corpus)
    language = detect(question, corpus.podcast.language)
    return show_facts(question, corpus, number, language, kind or KIND.get(question))


@pytest.mark.parametrize(("kind", "question"), TABLE, ids=[question for _, question in TABLE])
def test_answered(kind, question):
    facts = asked(question, kind=kind)
    assert facts is not None
    assert facts.sentence.endswith((":", ".", "]"))
    cited = re.findall(r"\[(\d+)\]", facts.sentence)
    assert [*map(int, cited)] == [*range(1, facts.told + 1)]
    assert facts.notes and all(note.text for note in facts.notes)
    number = episode_named(question, CORPUS)
    if number is not None and kind not in ("host", "person"):
        assert {note.episode.number for note in facts.notes if note.episode} == {number}


def test_every_kind_has_phrasings_in_both_languages():
    assert QUESTIONS.keys() == EXPRESSIONS.keys() == KINDS
    for kind, questions in QUESTIONS.items():
        languages = [detect(question, "de") for question in questions]
        assert min(languages.count("de"), languages.count("en")) >= 3, kind


@pytest.mark.parametrize("question", CONTENT)
def test_not_taken_for_a_question_about_the_show(question):
    assert asked(question) is None
    shipped = load_corpus(SHIPPED)
    assert asked(question, shipped) is None


@pytest.mark.parametrize(
    ("question", "sentence", "notes"),
    [
        (
            "Wer ist zu Gast in Folge 1?",
            "In Folge 1 ist Uwe Groß (Tischlermeister, Holz & Söhne) [1] zu Gast.",
            ["Gast: Uwe Groß, Tischlermeister, Holz & Söhne"],
        ),
        (
            "Who are the guests?",
            "The guest of episode 1 is Uwe Groß (Tischlermeister, Holz & Söhne) [1]. "
            "The guest of episode 2 is Sigrid Löwe (Bäckerin, Backstube Süd) [2].",
            [
                "Guest: Uwe Groß, Tischlermeister, Holz & Söhne",
                "Guest: Sigrid Löwe, Bäckerin, Backstube Süd",
            ],
        ),
        (
            "Wer moderiert den Podcast?",
            "Durch den Podcast führt Jana Öztürk (Redakteurin, Werkstatt e.V.) [1].",
            ["Moderation: Jana Öztürk, Redakteurin, Werkstatt e.V."],
        ),
        (
            "Who hosts the podcast in episode 2?",
            "The host of episode 2 is Jana Öztürk (Redakteurin, Werkstatt e.V.) [1].",
            ["Host: Jana Öztürk, Redakteurin, Werkstatt e.V."],
        ),
        ("Wann erschien Folge 2?", "Folge 2 ist am 17. Mai 2024 erschienen [1].", ["17.05.2024"]),
        ("When did episode 2 come out?", "Episode 2 came out on May 17, 2024 [1].", ["17.05.2024"]),
        ("Wie lange dauert Folge 1?", "Folge 1 dauert 2 Minuten [1].", ["2:00"]),
        (
            "How long is episode 2?",
            "Episode 2 lasts 1 minute and 35 seconds [1].",
            ["1:35"],
        ),
        (
            "Welche Kapitel hat Folge 2?",
            "Folge 2 hat 2 Kapitel:",
            ["0:00 Begrüßung\n0:30 Der Sauerteig"],
        ),
        (
            "Wie viele Folgen gibt es?",
            "Es gibt 2 Folgen:",
            ["#01 - Vom Brett zum Stuhl", "#02 - Brot ohne Eile"],
        ),
        (
            "What is episode 2 called?",
            "Episode 2 is called “#02 - Brot ohne Eile” [1].",
            ["#02 - Brot ohne Eile"],
        ),
        (
            "Welche Links gibt es?",
            "Links aus den Shownotes:\n\nhttps://example.org/ [1]\n\n"
            "Bauplan für den Stuhl https://example.org/stuhl [2]",
            ["https://example.org/", "Bauplan für den Stuhl https://example.org/stuhl"],
        ),
        (
            "Wer ist Uwe?",
            "Über Uwe Groß steht in den Shownotes:\n\n"
            "Gast: Uwe Groß, Tischlermeister, Holz & Söhne — https://example.org/uwe [1]",
            ["Gast: Uwe Groß, Tischlermeister, Holz & Söhne — https://example.org/uwe"],
        ),
        (
            "Worum geht es in Folge 2?",
            "In den Shownotes steht:",
            ["Wie aus Mehl, Wasser und Zeit ein gutes Brot wird."],
        ),
        ("Wovon handelt der Podcast?", "In den Shownotes steht:", [CORPUS.podcast.description]),
        (
            "Wer produziert den Podcast?",
            "Hinter dem Podcast steht Werkstatt e.V. [1]. "
            "Die Website ist https://example.org/ [2].",
            ["Werkstatt e.V.", "https://example.org/"],
        ),
    ],
)
def test_sentence_and_notes(question, sentence, notes):
    facts = asked(question)
    assert facts is not None
    assert facts.sentence == sentence
    assert [note.text for note in facts.notes] == notes


def test_of_which_episode_a_note_is():
    facts = asked("Wann sind die Folgen erschienen?")
    assert facts is not None
    assert facts.notes == (ShowNote(FIRST, "03.04.2024"), ShowNote(SECOND, "17.05.2024"))
    website = asked("Welche Links gibt es?")
    assert website is not None and website.notes[0].episode is None


def test_a_sentence_for_each_episode():
    facts = asked("Wie lang sind die Folgen?")
    assert facts is not None
    assert facts.sentence == (
        "Folge 1 dauert 2 Minuten [1]. Folge 2 dauert 1 Minute und 35 Sekunden [2]."
    )


def test_an_episode_is_meant_by_its_guest():
    facts = asked("Wie lange dauert die Folge mit Sigrid?")
    assert facts is not None
    assert facts.sentence == "Folge 2 dauert 1 Minute und 35 Sekunden [1]."


def test_what_the_notes_do_not_say_is_no_fact():
    unknown = {"published": None, "duration": None, "people": (), "links": (), "chapters": ()}
    bare = [replace(episode, description=None, **unknown) for episode in CORPUS]
    podcast = replace(CORPUS.podcast, description=None, publisher=None, website=None, people=())
    corpus = Corpus(podcast, tuple(bare))
    for kind, question in TABLE:
        # Who speaks is known, whatever the notes name.
        if kind not in ("title", "episodes", "topic", "language", "person_episodes", "guest"):
            assert asked(question, corpus) is None, question


def test_a_long_description_is_cut_at_a_sentence():
    sentence = "Ein Satz über das Handwerk von acht Wörtern. "
    corpus = Corpus(replace(CORPUS.podcast, description=sentence * 99), CORPUS.episodes)
    facts = asked("Wovon handelt der Podcast?", corpus)
    assert facts is not None
    text = facts.notes[0].text
    assert text.endswith(".") and LONGEST_NOTE / 2 < len(text) <= LONGEST_NOTE
    endless = Corpus(replace(CORPUS.podcast, description="wort " * 999), CORPUS.episodes)
    facts = asked("Wovon handelt der Podcast?", endless)
    assert facts is not None and len(facts.notes[0].text) <= LONGEST_NOTE


@given(st.text(max_size=80))
def test_whatever_is_asked(text):
    asked(text)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wer ist zu Gast in Folge 2?", "Harald Henn, Geschäftsführer"),
        ("When did the first episode come out?", "22.02.2021"),
        ("Wie lange dauert die zweite Folge?", "35:41"),
        ("Wer moderiert?", "Michael Kästner"),
        ("Wie viele Kapitel hat Folge 1?", "Homeoffice"),
        ("Wer steckt hinter dem Podcast?", "DuMont Process"),
    ],
)
def test_of_the_shipped_podcast(question, expected):
    facts = asked(question, load_corpus(SHIPPED))
    assert facts is not None
    assert any(expected in note.text for note in facts.notes), facts


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Welche Folgen handeln von Brot?", [2]),
        ("In welcher Folge geht es um Leim?", [1]),
        ("Welche Folge behandelt den Sauerteig?", [2]),
        ("Welche Folgen handeln von Jana Öztürk?", [2, 1]),
        ("Which episode is about Sauerteig?", [2]),
    ],
)
def test_episodes_about_a_topic(question, numbers):
    facts = show_facts(question, CORPUS, None, "de")
    assert facts is not None
    assert [note.episode.number for note in facts.notes] == numbers
    assert all(note.text.startswith(note.episode.title) for note in facts.notes)
    assert "Shownotes geht es darum in Folge" in facts.sentence


def test_what_the_notes_do_not_name_is_searched_in_the_transcript():
    assert show_facts("Welche Folgen handeln von Astronomie?", CORPUS, None, "de") is None
    assert show_facts("Welche Folgen handeln von Brot und Astronomie?", CORPUS, None, "de") is None


def test_people_of_the_company_that_publishes():
    facts = show_facts(
        "Wer ist Chef von DuMont Process?", load_corpus(SHIPPED), None, "de", "person"
    )
    assert any("Steven Rau, Geschäftsführer" in note.text for note in facts.notes)


def test_how_long_all_of_it_is():
    facts = show_facts("Wie lange dauern alle Folgen zusammen?", CORPUS, None, "de")
    assert facts.sentence.endswith("Zusammen sind es 3 Minuten und 35 Sekunden.")


def test_how_many_chapters_all_of_it_has():
    facts = show_facts("Wie viele Kapitel haben beide Folgen zusammen?", CORPUS, None, "de")
    count = sum(len(episode.chapters) for episode in CORPUS)
    assert facts.sentence.endswith(f"Zusammen sind es {count}:")


def test_the_oldest_episode():
    assert (
        show_facts("Was ist die älteste Folge?", CORPUS, 1, "de", "title").notes[0].text
        == FIRST.title
    )
    assert episode_named("die älteste Folge", CORPUS) == FIRST.number


def test_the_language_and_the_name_of_the_podcast():
    assert show_facts("In welcher Sprache ist der Podcast?", CORPUS, None, "de").sentence == (
        "Der Podcast ist auf Deutsch [1]."
    )
    assert facts_of(["title"], "Wie heißt der Podcast?", CORPUS, None, "de").notes == (
        ShowNote(None, CORPUS.podcast.title),
    )


def test_the_chapter_that_is_meant():
    corpus = load_corpus(SHIPPED)
    for question, line in [
        ("Welches Kapitel beginnt in Folge 2 bei 11:30?", "11:30 Diese 2 Faktoren"),
        ("Was kommt in Folge 2 bei 12:05?", "11:30 Diese 2 Faktoren"),
        ("Ab welcher Minute geht es um die beste Marktforschung?", "17:32 So funktioniert"),
        ("At what minute does the chapter about Marktforschung start?", "17:32 So funktioniert"),
    ]:
        facts = show_facts(question, corpus, episode_named(question, corpus), "de", "moment")
        assert [note.text[: len(line)] for note in facts.notes] == [line]
    assert show_facts("Ab welcher Minute geht es um Astronomie?", corpus, None, "de") is None


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Welche Kapitel hat Folge 2?", 2),
        ("Welche Kapitel hat die 2. Folge?", 2),
        ("Welche Kapitel hat die zweite Folge?", 2),
        ("Zeig mir alle 12 Kapitel von Folge 2", 2),
        ("Liste die Kapitel von #2", 2),
        ("Which chapters are in episode 2?", 2),
        ("What are the chapters of episode two?", 2),
    ],
)
def test_the_number_of_an_episode_is_no_word_of_a_title(question, number):
    tips = (Chapter(0.0, "2. Teil"), Chapter(60.0, "5 Tipps"), Chapter(90.0, "12 Fehler, #2"))
    second = replace(SECOND, title="Folge 2 – 5 Tipps für Brot", chapters=tips)
    for corpus in (load_corpus(SHIPPED), replace(CORPUS, episodes=(FIRST, second))):
        assert episode_named(question, corpus) == number
        facts = show_facts(question, corpus, number, "de", "chapters")
        lines = [line for note in facts.notes for line in note.text.splitlines()]
        assert len(lines) == len(corpus.episode(number).chapters)


def test_the_topic_of_the_shipped_episodes():
    corpus = load_corpus(SHIPPED)
    facts = show_facts("In welcher Folge wird über Homeoffice gesprochen?", corpus, None, "de")
    assert facts is not None
    assert [note.episode.number for note in facts.notes] == [1]


def test_of_many_episodes_the_newest_are_listed():
    many = tuple(
        replace(FIRST, id=str(n), number=n, title=f"Nummer {n}", links=()) for n in range(1, 41)
    )
    corpus = Corpus(CORPUS.podcast, many)
    for question in ("Wie viele Folgen gibt es?", "Wie lange sind die Folgen?"):
        facts = show_facts(question, corpus, None, "de")
        assert [note.episode.number for note in facts.notes] == list(range(31, 41))
        assert facts.sentence.startswith(
            (
                "Hier sind die neuesten 10 von 40 Folgen:",
                "Es gibt 40 Folgen. Hier sind die neuesten",
            )
        )
    topic = show_facts("Welche Folgen handeln von Leim?", corpus, None, "de")
    assert len(topic.notes) == 10
    assert len(show_facts("Wer moderiert den Podcast?", corpus, None, "de").notes) == 1


def test_a_fact_is_said_once_and_in_a_sentence(small_index):
    answer = answer_pipeline(small_index).invoke(Question("Wann erschien Folge 2?"))
    assert answer.text == "Folge 2 ist am 17. Mai 2024 erschienen [1]."
    assert [citation.source.text for citation in answer.citations] == ["17.05.2024"]
    titles = answer_pipeline(small_index).invoke(Question("Wie viele Folgen gibt es?"))
    assert titles.text.split("\n\n") == [
        "Es gibt 2 Folgen:",
        "„#01 - Vom Brett zum Stuhl“ [1] (Folge 1)",
        "„#02 - Brot ohne Eile“ [2] (Folge 2)",
    ]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Wie viele Folgen gibt es?", "Es gibt 1 Folge:"),
        ("How many episodes are there?", "There is 1 episode:"),
        ("How many chapters does the podcast have?", "Episode 1 has 1 chapter:"),
        ("Wer war zu Gast?", "In Folge 1 sind Uwe Groß [1] und Ida Kern [2] zu Gast."),
        ("Who are the guests?", "The guests of episode 1 are Uwe Groß [1] and Ida Kern [2]."),
        ("Who hosts the podcast?", "The hosts of episode 1 are Jana Roth [1] and Ole Wolf [2]."),
    ],
)
def test_one_is_no_several(question, sentence):
    roles = {"Jana Roth": "Moderatorin", "Ole Wolf": "co-host", "Uwe Groß": "Gast"}
    people = [Person(name, role) for name, role in roles.items()]
    talk = replace(
        FIRST,
        people=(*people, Person("Ida Kern", "Expertin"), Person("Max", "Produktion")),
        chapters=FIRST.chapters[:1],
    )
    corpus = Corpus(replace(CORPUS.podcast, people=()), (talk,))
    assert asked(question, corpus).sentence == sentence


def test_the_host_is_the_podcasts_where_an_episode_names_none():
    guests = [
        replace(episode, people=tuple(with_role(episode.people, "guest"))) for episode in CORPUS
    ]
    corpus = Corpus(CORPUS.podcast, tuple(guests))
    for question in ("Wer moderiert den Podcast?", "Wer moderiert Folge 2?"):
        facts = asked(question, corpus)
        assert [(note.episode, note.text) for note in facts.notes] == [
            (None, "Moderation: Jana Öztürk, Redakteurin, Werkstatt e.V.")
        ]


def test_a_host_who_is_only_heard_stands_in_no_note():
    many = tuple(replace(FIRST, id=str(n), number=n, people=()) for n in range(1, 6))
    corpus = Corpus(replace(CORPUS.podcast, people=()), many)
    assert corpus.regulars == {"Jana Öztürk", "Uwe Groß"}
    assert asked("Wer moderiert den Podcast?", corpus) is None


def test_a_website_without_a_publisher():
    corpus = replace(CORPUS, podcast=replace(CORPUS.podcast, publisher=None))
    facts = asked("Wer steckt hinter dem Podcast?", corpus)
    assert facts.sentence == "Die Website ist https://example.org/ [1]."


def test_what_every_episode_repeats_is_not_told_as_its_own():
    spam = "Abonniert uns überall, wo es Podcasts gibt."
    many = tuple(
        replace(FIRST, id=str(n), number=n, description=f"Folge über die Zahl {n} und mehr. {spam}")
        for n in range(1, 5)
    )
    corpus = Corpus(CORPUS.podcast, many)
    facts = asked("Worum geht es in Folge 3?", corpus)
    assert [note.text for note in facts.notes] == ["Folge über die Zahl 3 und mehr."]
    # Nor is it what an episode is about.
    assert show_facts("Welche Folgen handeln von Podcasts?", corpus, None, "de") is None


def test_a_total_is_of_all_episodes_not_only_of_those_listed():
    many = tuple(replace(FIRST, id=str(n), number=n, duration=60.0) for n in range(1, 31))
    corpus = Corpus(CORPUS.podcast, many)
    long = show_facts("Wie lange dauern alle Folgen zusammen?", corpus, None, "de")
    assert long.sentence.endswith("Zusammen sind es 30 Minuten.")
    chapters = show_facts("Wie viele Kapitel haben alle Folgen zusammen?", corpus, None, "de")
    assert chapters.sentence.endswith("Zusammen sind es 60:")


BARE = Corpus(
    replace(CORPUS.podcast, people=(), description=None, publisher=None, website=None),
    (replace(FIRST, people=(), description=None, chapters=(), links=(), published=None),),
)


@pytest.mark.parametrize("number", [None, 1])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_sentence_announces_notes_that_are_not_there(kind, number):
    told = facts_of([kind], "Was ist das?", BARE, number, "de")
    assert told is None or told.notes or (told.gap and "Shownotes" in told.sentence)
