"""Who is host and who is guest, as published or by who speaks where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Episode, Person, Podcast, Turn
from corpus.people import CONSIDERABLE, hosts, interviewers, role_of

SPELLINGS = {
    "host": [
        *("host", "Host", "co-host", "Cohost", "Co-Host", "Guest Host", "Moderation", "Moderator"),
        *("Moderatorin", "Moderator:in", "Moderator*in", "Moderator/in", "Gastmoderatorin"),
        *("Gastgeber", "Gastgeberin", "Interviewer", "Interviewerin", "presenter", "Anchor"),
        *("Host & Producer", "Produktion und Moderation", "Gesprächsleitung", "Podcaster"),
    ],
    "guest": [
        *("guest", "Guest", "guests", "Gast", "Gäste", "Gästin", "Studiogast", "Interviewpartner"),
        *("Interviewpartner:in", "Gesprächspartnerin", "interviewee", "Expertin", "panelist"),
    ],
    "maker": [
        *("producer", "Executive Producer", "Produktion", "Produzentin", "Redaktion", "Redakteur"),
        *("Regie", "Schnitt", "editor", "Audio Engineer", "Sound Design", "Recherche", "Musik"),
    ],
    None: ["Tischlermeister", "CEO", "", None, "narrator", "Podcast", "Sprecher"],
}
LONG = "Das ist ein Satz, der schon ein wenig länger ist als die anderen. " * 4


@pytest.mark.parametrize(
    ("spelled", "role"), [(one, role) for role, spelled in SPELLINGS.items() for one in spelled]
)
def test_every_spelling_of_a_role(spelled, role):
    assert role_of(spelled) == role


@given(st.text(max_size=60))
def test_whatever_is_published(text):
    assert role_of(text) in (*SPELLINGS,)


def corpus(*voices: str, people: tuple[Person, ...] = (), show: tuple[Person, ...] = ()) -> Corpus:
    """An episode for each of "Anna Ben": two who say as much as one another."""
    episodes = tuple(
        Episode(
            str(number), number, "x",
            people=people, turns=tuple(Turn(name, LONG) for name in names.split()),
        )
        for number, names in enumerate(voices, 1)
    )  # fmt: skip
    return Corpus(Podcast("x", "x", people=show), episodes)


ANNA, BEN, UWE = Person("Anna", "Host"), Person("Ben", "Co-Host"), Person("Uwe", "Gast")


def known(corpus: Corpus, number: int = 1) -> tuple[set[str], set[str]]:
    episode = corpus.episode(number)
    assert episode is not None
    return set(hosts(corpus, episode)), set(interviewers(corpus, episode))


def test_the_episode_names_its_host_and_its_guest():
    assert known(corpus("Anna Uwe", people=(ANNA, UWE))) == ({"Anna"}, {"Anna"})


def test_the_podcast_names_the_host_and_the_episode_only_its_guest():
    assert known(corpus("Anna Uwe", people=(UWE,), show=(ANNA,))) == ({"Anna"}, {"Anna"})


def test_where_only_hosts_speak_nobody_interviews():
    assert known(corpus("Anna Ben", people=(ANNA, BEN))) == ({"Anna", "Ben"}, set())
    assert known(corpus("Anna", show=(ANNA,))) == ({"Anna"}, set())
    # Of two hosts the feed names one; the other is no guest, as he is always there.
    assert known(corpus(*["Anna Ben"] * 3, show=(ANNA,))) == ({"Anna"}, set())


def test_whoever_says_a_good_deal_is_a_guest():
    assert known(corpus("Anna Uwe", show=(ANNA,))) == ({"Anna"}, {"Anna"})
    talk = corpus("Anna Werbung", show=(ANNA,))
    short = Turn("Werbung", LONG[: int(len(LONG) * CONSIDERABLE / 2)])
    talk = replace(talk, episodes=(replace(talk.episodes[0], turns=(Turn("Anna", LONG), short)),))
    assert known(talk) == ({"Anna"}, set())
    cut = corpus("Anna Ida", people=(ANNA, Person("Ida", "Schnitt")))
    assert known(cut) == ({"Anna"}, set())


def test_whoever_speaks_in_most_episodes_hosts_where_nobody_is_named():
    talks = corpus("Anna Uwe", "Anna Ida", "Anna Ole", "Max Mia")
    assert known(talks) == ({"Anna"}, {"Anna"})
    assert known(talks, 4) == (set(), set())
    only_guests = corpus("Anna Uwe", "Anna Uwe", "Anna Uwe", people=(UWE,))
    assert known(only_guests) == ({"Anna"}, {"Anna"})


def test_nothing_is_guessed_from_few_episodes_or_from_labels():
    assert known(corpus("Anna Uwe", "Anna Ida")) == (set(), set())
    for label in ("SPEAKER_00", "Sprecher1", "B"):
        assert known(corpus(*[f"{label} X"] * 5)) == (set(), set())


def test_a_first_name_in_the_transcript_is_the_person():
    jana = Person("Jana Öztürk", "Moderation")
    assert known(corpus("Jana Uwe", people=(jana, UWE))) == ({"Jana Öztürk"}, {"Jana"})


def test_an_episode_of_another_corpus():
    episode = corpus("Anna Uwe", people=(ANNA,)).episodes[0]
    assert interviewers(corpus("Max"), replace(episode, id="other")) == frozenset()


def by(author: str, *voices: str, people: tuple[Person, ...] = (UWE,)) -> Corpus:
    talk = corpus(*voices, people=people)
    return replace(talk, podcast=replace(talk.podcast, publisher=author))


def test_an_author_who_speaks_hosts_where_only_guests_are_named():
    assert known(by("Anna", "Anna Uwe")) == ({"Anna"}, {"Anna"})
    assert known(by("Anna & Ben", "Anna Ben Uwe")) == ({"Anna", "Ben"}, {"Anna", "Ben"})
    assert known(by("Radio Igel", "Anna Uwe")) == (set(), set())
    assert known(by("Uwe", "Anna Uwe")) == (set(), set())
    assert known(by("Anna", "Anna Ben Uwe", people=(BEN, UWE))) == ({"Ben"}, {"Ben"})
