"""What a description says of its own episode."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus, Episode, Podcast
from rag.show.descriptions import LONGEST_NOTE, opening, own_parts, own_slices, repeated

ABOUT = "Handwerk zum Zuhören, jede Woche neu."
BOILERPLATE = (
    "🎧 Abonniert uns überall, wo es Podcasts gibt!\n"
    "Unsere Werbepartner: https://example.org/werbung\n"
    "?? Die Werkstatt ist ein Podcast von Menschen für Menschen."
)


def corpus(*descriptions: str | None) -> Corpus:
    episodes = tuple(
        Episode(str(number), number, "x", description=text)
        for number, text in enumerate(descriptions, 1)
    )
    return Corpus(Podcast("x", "x", description=ABOUT), episodes)


def parts(*descriptions: str | None) -> tuple[str, ...]:
    """Of the first of these episodes."""
    known = corpus(*descriptions)
    return own_parts(known, known.episodes[0])


OWN = "Heute geht es um das Leimen von Stühlen. Uwe verrät, was wirklich hält."
OTHERS = [
    f"Eine andere Folge mit der Nummer {n}, in der viel passiert.\n{BOILERPLATE}" for n in "234"
]


def test_what_every_episode_repeats_is_left_out():
    assert parts(f"{OWN}\n{BOILERPLATE}", *OTHERS) == (OWN,)
    assert parts(f"{BOILERPLATE}\n\n{OWN}", *OTHERS) == (OWN,)


def test_what_stands_on_both_sides_of_it_is_two_slices():
    after = "Und am Ende wird noch ein Tisch verlost."
    assert parts(f"{OWN}\n{BOILERPLATE}\n{after}", *OTHERS) == (OWN, after)


def test_what_few_episodes_say_is_kept():
    text = f"{OWN}\n{BOILERPLATE}"
    others = [f"Eine Folge ohne all das, die Nummer {n} von vielen." for n in "2345"]
    (only,) = parts(text, OTHERS[0], *others)
    assert only.startswith(OWN) and "Abonniert uns" in only


def test_the_words_of_the_podcasts_own_description_are_no_news():
    assert parts(f"{OWN} {ABOUT}") == (OWN,)


def test_nothing_but_boilerplate_is_still_something():
    assert "".join(parts(BOILERPLATE, *[BOILERPLATE] * 3)).startswith("Abonniert uns")
    assert parts("Über Leim.") == ("Über Leim.",)
    assert parts(None, "x") == parts(" ") == ()


def test_lost_emoji_and_addresses_are_no_beginning_and_no_end():
    assert own_slices(f"?? {OWN} ??", frozenset()) == (OWN,)
    assert own_slices("Wovon ist das alles abhängig??", frozenset()) == (
        "Wovon ist das alles abhängig?",
    )
    assert own_slices("🎧 https://example.org/ 🎧", frozenset()) == ()
    assert own_slices("„Leim“ ist das Thema dieser Folge", frozenset()) == (
        "„Leim“ ist das Thema dieser Folge",
    )


def test_long_descriptions_are_cut_at_a_sentence():
    (cut,) = own_slices("Ein Satz über das Handwerk von acht Wörtern. " * 99, frozenset())
    assert cut.endswith(".") and LONGEST_NOTE / 2 < len(cut) <= LONGEST_NOTE
    assert len(opening("wort " * 999)) <= LONGEST_NOTE


PIECES = st.sampled_from([*BOILERPLATE.split("\n"), OWN, ABOUT, "??", "\n", "\n\n", " ", "🎧", "a"])
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=8).map("".join)


@given(st.lists(st.none() | TEXTS, min_size=1, max_size=5))
def test_whatever_is_described(descriptions):
    known = corpus(*descriptions)
    repeated(known)
    for episode in known:
        found = own_parts(known, episode)
        assert all(part and part in (episode.description or "") for part in found)
        assert sum(map(len, found)) <= LONGEST_NOTE
        alone = own_parts(replace(known, episodes=(episode,)), episode)
        assert bool(found) == bool(alone)
