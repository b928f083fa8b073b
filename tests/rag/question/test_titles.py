"""Which podcasts a question names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Podcast
from rag.question.titles import named, without_titles


def podcast(slug: str, title: str) -> Podcast:
    return Podcast(slug, title, None, None, None, None)


SHOWS = (
    podcast("bcs", "Better Call Service"),
    podcast("ft", "Founders Talk: Building companies"),
    podcast("ai", "Practical AI: Machine Learning, Data Science"),
    podcast("cl", "The Changelog"),
    podcast("ws", "Werkstattgespräche"),
    podcast("zeit", "Zeit"),
    podcast("pod", "Der Podcast"),
)


@pytest.mark.parametrize(
    ("question", "slugs", "left"),
    [
        (
            "Was sagt der Kundenservice-Podcast Better Call Service zu KI?",
            ["bcs"],
            "Was sagt der Kundenservice-Podcast zu KI?",
        ),
        ("Was sagt der Better-Call-Service-Podcast?", ["bcs"], "Was sagt der Podcast?"),
        ("was sagt better call service zu ki", ["bcs"], "was sagt podcast zu ki"),
        ("what does practical ai say about GPUs", ["ai"], "what does podcast say about GPUs"),
        ("In Founders Talk, who is the guest?", ["ft"], "In podcast, who is the guest?"),
        ("What does The Changelog say?", ["cl"], "What does podcast say?"),
        ("Practical AI and Founders Talk?", ["ft", "ai"], "podcast and podcast?"),
        ("Was sagt Werkstattgespräche zu Esche?", ["ws"], "Was sagt podcast zu Esche?"),
        ("Was sagt der Podcast „Zeit“ dazu?", ["zeit"], "Was sagt der Podcast dazu?"),
    ],
)
def test_a_title_names_its_podcast(question, slugs, left):
    assert [one.slug for one in named(question, SHOWS)] == slugs
    assert without_titles(question, SHOWS) == left


@pytest.mark.parametrize(
    "question",
    [
        "Is practical ai possible?",
        "Wie viel Zeit braucht ein Brot?",
        "In welcher Zeit war das?",
        "Was sagt der Podcast dazu?",
        "Gibt es Werkstattgesprächen ähnliche Formate?",
        "Who founded the company?",
    ],
)
def test_what_only_looks_like_a_title_names_none(question):
    assert named(question, SHOWS) == ()
    assert without_titles(question, SHOWS) == question


def test_two_of_one_name_are_both_meant():
    twins = (podcast("a", "Unter uns gesagt"), podcast("b", "Unter uns gesagt"))
    assert named("Was kommt in Unter uns gesagt vor?", twins) == twins


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_question_and_title_can_be_read(question, titles):
    shows = [podcast(str(number), title) for number, title in enumerate(titles)]
    if not named(question, shows):
        assert without_titles(question, shows) == question
