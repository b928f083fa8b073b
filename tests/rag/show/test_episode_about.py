"""An episode is named by what it is about, where only one is."""

from dataclasses import replace

import pytest

from rag.show.episode_about import with_number
from tests.support.requested import episode, indexed

FRIDGES = "Der Kühlschrank brummt in der Nacht so laut, dass niemand mehr schlafen kann. "
TITLES = ("Monitoring und Metriken", "Die neue Küche", "Schriftarten fürs Auge", "Allerlei")


@pytest.fixture(scope="module")
def shows(tmp_path_factory):
    """Four episodes with titles; of fridges much is said in the last, and little elsewhere."""
    said = ["Wir messen alles.", FRIDGES, "Serifen lesen sich gut.", FRIDGES * 6]
    episodes = [
        replace(episode(number, ("Ida Voß", text)), title=title)
        for number, (title, text) in enumerate(zip(TITLES, said, strict=True), 1)
    ]
    return indexed(tmp_path_factory.mktemp("titles"), *episodes)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("was reden sie bei 43:30 in der monitoring folge", "was reden sie bei 43:30 in Folge 1"),
        ("Wie lang ist die Monitoring-Folge?", "Wie lang ist Folge 1?"),
        ("und in der Schriftartenfolge?", "und in Folge 3?"),
        ("fass die folge über schriftarten zusammen", "fass Folge 3 zusammen"),
        ("Wer ist in der Folge, in der es um Monitoring geht?", "Wer ist in Folge 1?"),
        ("summarize the monitoring episode please", "summarize episode 1 please"),
        ("who is in the episode where they talk about Metriken?", "who is in episode 1?"),
        ("fass mal die folge neue küche zusammen", "fass mal Folge 2 zusammen"),
        ("wieviele kapitel hat die folge Allerlei?", "wieviele kapitel hat Folge 4?"),
        ("summarise the monitoring one pls", "summarise episode 1 pls"),
        ("the one about Metriken", "episode 1"),
        # By what is mostly said there.
        ("tldr of the kühlschrank episode pls", "tldr of episode 4 pls"),
    ],
)
def test_the_only_one_is_named_by_its_number(shows, text, meant):
    assert with_number(text, shows.corpus, shows.episodes_saying) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Gibt es eine Folge über Schriftarten?",
        "In welcher Folge geht es um Monitoring?",
        "was sagen sie in der neuen folge",
        "What is the best episode?",
        "the second one",
        "What is the number one reason?",
        "the one neue küche",
        "Wie ist die Kühlschrankfolge?",  # as "Reihenfolge" is none, whatever is said of rows
        "What about the other one?",
        "die Folge hat mir gefallen",
        "die Folge Kühlschrank",  # which is nobody's title
        "Was ist die Folge davon?",
        "die Folge über Fahrräder",
        "In der Folge 2 über Schriftarten",
        "Hat das Folgen für die Monitoring-Leute?",
        "",
    ],
)
def test_nothing_else_is_named_by_a_number(shows, text):
    assert with_number(text, shows.corpus, shows.episodes_saying) == text
