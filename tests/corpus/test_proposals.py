"""Names for labels like "A" and "SPEAKER_00" are proposed with a reason, and never guessed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Episode, Person, Podcast, Turn, __main__, load_corpus, save_corpus
from corpus.proposals import proposals

LENA, OLE = Person("Lena Brömme", "Moderation"), Person("Ole Brandt", "Gast")


def episode(*said: str, people: tuple[Person, ...] = (), number: int = 12) -> Episode:
    """An episode of turns like "A: Guten Tag."."""
    turns = tuple(Turn(*one.split(": ", 1)) for one in said)
    return Episode(f"e{number}", number, "Igel", people=people, turns=turns)


def proposed(*episodes: Episode, hosts: tuple[Person, ...] = ()) -> dict[tuple[int, str], str]:
    corpus = Corpus(Podcast("igel", "Igel", people=hosts), episodes)
    return {(one.episode, one.label): one.name for one in proposals(corpus)}


@pytest.mark.parametrize(
    "said",
    [
        "Hallo, ich bin Lena Brömme.", "Mein Name ist Lena Brömme, schön, dass ihr da seid.",
        "Ich bin Lena und heute geht es um Igel.", "Ich heiße Lena Brömme.",
        "Hello, I'm Lena Brömme, your host.", "I’m Lena.", "I am Lena Brömme.",
        "My name is Lena Brömme and this is Igel.", "Ich bin die Lena, hallo.",
    ],
)  # fmt: skip
def test_somebody_says_who_they_are(said):
    one = episode(f"B: {said}", "A: Guten Tag.", people=(LENA,))
    assert proposed(one) == {(12, "B"): "Lena Brömme"}


@pytest.mark.parametrize(
    "said",
    [
        "Mein Gast heute ist Ole Brandt.", "Mein Gast ist heute da.\n\nHallo, Ole!",
        "Zu Gast ist heute Ole Brandt, Igelforscher.", "Bei mir ist Ole Brandt.",
        "Herzlich willkommen, Ole!", "My guest today is Ole Brandt.", "Welcome, Ole.",
        "Today I'm joined by Ole Brandt from Kiel.", "Heute spreche ich mit Ole Brandt.",
    ],
)  # fmt: skip
def test_somebody_is_introduced(said):
    one = episode(f"SPEAKER_00: {said}", "SPEAKER_01: Danke.", "SPEAKER_02: Ja.", people=(OLE,))
    assert proposed(one) == {(12, "SPEAKER_01"): "Ole Brandt"}


@pytest.mark.parametrize(
    "said",
    [
        "Ich bin Lena sehr dankbar.", "Ich bin Berliner.", "Ich bin nicht Lena.",
        "I'm Lena's sister.",
        "Ich bin froh, dass Lena da ist.", "I'm German.", "Mein Name ist Programm.", "",
    ],
)  # fmt: skip
def test_what_names_nobody(said):
    one = episode(f"A: {said}", "B: Guten Tag.", "C: Ja.", people=(LENA,))
    assert proposed(one) == {}


def test_a_name_that_nobody_has_published():
    one = episode("A: Ich bin Mia Kranz.", "B: Ja.", "A: Ich bin Imkerin, klar.")
    assert proposed(one) == {(12, "A"): "Mia Kranz"}
    late = episode(*["A: Ja.", "B: Nein."] * 5, "A: Ich bin Mia Kranz.")
    assert proposed(late) == {}


def test_the_host_speaks_first_and_asks_and_the_guest_is_left():
    asking = episode("B: Wie alt?", "A: Elf.", "B: Und wo?", "A: Im Laub. Ja?", people=(OLE,))
    assert proposed(asking, hosts=(LENA,)) == {(12, "A"): "Ole Brandt", (12, "B"): "Lena Brömme"}
    not_first = replace(asking, turns=asking.turns[1:])
    assert proposed(not_first, hosts=(LENA,)) == {}
    asks_little = episode("B: Ja.", "A: Elf? Zwei?", "B: Wo?", people=(OLE,))
    assert proposed(asks_little, hosts=(LENA,)) == {}


def test_who_hosts_most_episodes():
    known = [
        episode("Lena Brömme: Wo?", f"{name}: Da.", number=n)
        for n, name in enumerate(["Uwe Groß", "Mia Kranz", "Ole Brandt"], 1)
    ]
    asking = episode("A: Wie alt?", "B: Elf.", "A: Und wo?", "B: Im Laub.")
    assert proposed(*known, asking) == {(12, "A"): "Lena Brömme"}


def test_the_author_is_the_host():
    asking = episode("A: Wie alt?", "B: Elf.", "A: Und wo?", "B: Im Laub.", people=(OLE,))
    corpus = Corpus(Podcast("igel", "Igel", publisher="Lena Brömme"), (asking,))
    assert [one.name for one in proposals(corpus)] == ["Lena Brömme", "Ole Brandt"]


def test_evidence_that_contradicts_itself_is_none():
    both = episode("A: Ich bin Lena Brömme.", "B: Ich bin Lena Brömme.", people=(LENA,))
    assert proposed(both) == {}
    two = episode("A: Ich bin Lena.", "B: Ja.", "A: Ich bin Ole.", "C: x", people=(LENA, OLE))
    assert proposed(two) == {}
    there = episode("A: Ich bin Lena.", "Lena Brömme: Ja.", "B: Ja.", people=(LENA,))
    assert proposed(there) == {}


@given(
    st.lists(st.tuples(st.sampled_from(["A", "B", "SPEAKER_00", "Lena", "", None]), st.text())),
    st.lists(st.builds(Person, st.text()), max_size=3),
)
def test_whatever_is_said(said, people):
    turns = tuple(Turn(speaker, text) for speaker, text in said)
    one = Episode("e", 1, "x", people=tuple(people), turns=turns)
    found = proposed(one)
    assert len(set(found.values())) == len(found)


def test_check_tells_what_to_paste(tmp_path, capsys):
    one = episode("A: Ich bin Lena.", "B: Hallo.", "C: Ja.", people=(LENA,))
    folder = tmp_path / "igel"
    save_corpus(Corpus(Podcast("igel", "Igel"), (one,)), folder)
    assert __main__.main(["check", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (line,) = [line for line in lines if line.startswith("proposal: ")]
    assert "episode 12: A may be Lena Brömme: says 'ich bin Lena'" in line.replace("Ich", "ich")
    assert any("B in episode 12, C in episode 12: nothing tells who that is" in x for x in lines)
    assert load_corpus(folder).speakers == ("A", "B", "C")  # nothing was applied
    file = folder / "podcast.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["aliases"] = [json.loads(line[line.index("{") :])]
    file.write_text(json.dumps(data), encoding="utf-8")
    assert load_corpus(folder).speakers == ("Lena Brömme", "B", "C")
    assert __main__.main(["check", str(folder)]) == 0
    assert "proposal: " not in capsys.readouterr().out
