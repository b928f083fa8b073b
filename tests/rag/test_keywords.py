"""What a podcast is about: words of its titles that its talk has, not names, not small talk."""

from dataclasses import replace

from corpus import Chapter, Corpus, Episode, Podcast, Turn
from rag.keywords import OFTEN, keywords

SAID = {
    "de": ("Heute reden wir über Sauerteig und über das backen. Wer mag Sauerteige? ", "Sauerteig"),
    "en": ("Today we talk about the oyster again. Who likes an oyster? ", "oyster"),
}


def show(language: str, title: str, *chapters: str) -> Corpus:
    text = SAID[language][0] * OFTEN
    turns = (Turn("Jana Oster", text, 0.0, 9.0),)
    marks = tuple(Chapter(at * 1.0, one) for at, one in enumerate(chapters))
    episode = Episode("a", 1, title, language=language, chapters=marks, turns=turns)
    return Corpus(Podcast("w", "Die Werkstatt", language=language), (episode,))


def test_a_word_of_a_title_that_is_much_talked_of_is_a_topic() -> None:
    assert keywords(show("de", "Der Sauerteig", "Intro"), 8) == ("Sauerteig",)
    assert keywords(show("en", "An oyster farmer", "Welcome"), 8) == ("oyster",)


def test_forms_of_a_word_are_one_and_a_german_verb_is_none() -> None:
    assert keywords(show("de", "Sauerteige backen", "Backen", "Sauerteig"), 8) == ("Sauerteig",)


def test_neither_names_nor_what_is_not_talked_of() -> None:
    assert keywords(show("de", "Jana Oster in der Werkstatt", "Leim"), 8) == ()
    silent = show("de", "Der Sauerteig")
    assert keywords(replace(silent, episodes=()), 8) == ()
    [episode] = silent.episodes
    assert keywords(replace(silent, episodes=(replace(episode, turns=()),)), 8) == ()


def test_a_name_in_the_genitive_is_none_either() -> None:
    spoken = show("de", "Janas Sauerteig")
    [episode] = spoken.episodes
    turns = (
        replace(episode.turns[0], text=episode.turns[0].text + "Das ist Janas Brot. " * OFTEN),
    )
    spoken = replace(spoken, episodes=(replace(episode, turns=turns),))
    assert keywords(spoken, 8) == ("Sauerteig",)


def test_what_only_some_episodes_talk_of_comes_first() -> None:
    common = show("de", "Sauerteig").episodes[0]
    turns = (Turn("A", "Man nimmt dann Esche. Sie nimmt auch Esche. " * OFTEN, 0.0, 9.0),)
    rare = replace(common, id="b", number=2, title="Esche", turns=turns)
    again = replace(common, id="c", number=3)
    three = replace(show("de", "x"), episodes=(common, rare, again))
    assert keywords(three, 8) == ("Esche", "Sauerteig")
    assert keywords(three, 1) == ("Esche",)
