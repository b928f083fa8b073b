"""What may stand beside the sentences that it cites: one rule after the other, then the wild."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Corpus, load_corpus, sentence_spans
from rag import Settings
from rag.generation.citations import Claim
from rag.generation.verify import VerificationContext, rejection_reason
from rag.index.bm25 import LexicalIndex
from rag.text.numbers import numbers_in
from rag.types import Language, Quote
from tests.support.fakes import small_corpus
from tests.support.number_words import english, german


def grounds_of(corpus: Corpus, language: Language = "de") -> VerificationContext:
    turns = [turn.text for episode in corpus for turn in episode.turns]
    return VerificationContext(language, corpus.speakers, LexicalIndex.build(turns).knows)


def sentences_of(corpus: Corpus) -> list[Quote]:
    return [
        Quote(episode, number, start, start + len(turn.text[start:end].rstrip()), None)
        for episode in corpus
        for number, turn in enumerate(episode.turns)
        for start, end in sentence_spans(turn.text)
    ]


SENTENCES = sentences_of(small_corpus())
GROUNDS: dict[Language, VerificationContext] = {
    "de": grounds_of(small_corpus(), "de"),
    "en": grounds_of(small_corpus(), "en"),
}
# Who says them: Uwe Groß, Uwe Groß, Sigrid Löwe, Sigrid Löwe, the host Jana Öztürk.
WOOD, SCREWS, MORNING, HERMANN, HELLO = (
    next(quote for quote in SENTENCES if words in quote.text)
    for words in ("Esche ist zäh", "Schrauben lockern", "fünf Uhr", "heißt Hermann", "Hallo Sigrid")
)
ASKING = replace(HELLO, end=len(HELLO.turn.text))


def judged(text: str, *cited: Quote, language: Language = "de") -> str | None:
    numbers = tuple(range(1, len(cited) + 1))
    claim = Claim((text, numbers) if numbers else (text,))
    return rejection_reason(claim, cited, GROUNDS[language])


NUMBERS = [
    ("Schrauben lockern sich nach drei Jahren.", SCREWS, "de", None),
    ("Schrauben lockern sich nach 3 Jahren.", SCREWS, "de", None),
    ("Schrauben lockern sich im dritten Jahr.", SCREWS, "de", None),
    ("Schrauben lockern sich nach 3,5 Jahren.", SCREWS, "de", "number"),
    ("Schrauben lockern sich im siebten Jahr.", SCREWS, "de", "number"),
    ("Schrauben lockern sich siebenmal.", SCREWS, "de", "number"),
    ("Die Hälfte der Schrauben lockert sich.", SCREWS, "de", "number"),
    ("Esche federt hundertprozentig.", WOOD, "de", "number"),
    ("Esche federt ٧ Jahre.", WOOD, "de", "number"),
    ("Im Jahr 2021 federt Esche.", WOOD, "de", "number"),
    ("In Folge 1 heißt es, dass Esche federt.", WOOD, "de", None),
    ("In Folge 2 heißt es, dass Esche federt.", WOOD, "de", "number"),
    ("The screws come loose after three years.", SCREWS, "en", None),
    ("The screws come loose in the third year.", SCREWS, "en", None),
    ("The screws come loose in the seventh year.", SCREWS, "en", "number"),
    ("The screws come loose twice as fast.", SCREWS, "en", "number"),
    ("She feeds it at 5 every morning.", MORNING, "en", None),
    ("She feeds it at 5:30 every morning.", MORNING, "en", "number"),
]
NAMES = [
    ("Der Teig heißt Hermann.", HERMANN, "de", None),
    ("Der Teig heißt Fritz.", HERMANN, "de", "name"),
    ("Angela Merkel mag Esche.", WOOD, "de", "name"),
    ("Merkel mag Esche.", WOOD, "de", "name"),
    ("Außerdem federt Esche.", WOOD, "de", None),
    ("Die Elastizität von Esche ist gut.", WOOD, "de", None),
    ("Esche gibt es in Berlin.", WOOD, "de", "name"),
    ("Die Firma Bosch nimmt Esche.", WOOD, "de", "name"),
    ("Esche von OpenWood federt.", WOOD, "de", "name"),
    ("Ash is tough and does not break.", WOOD, "en", None),
    ("It is tough, unlike the wood from Norway.", WOOD, "en", "name"),
    ("I would not take Bosch, it breaks.", WOOD, "en", "name"),
]
ATTRIBUTIONS = [
    ("Uwe Groß sagt, dass Esche zäh ist.", WOOD, "de", None),
    ("Laut Uwe ist Esche zäh.", WOOD, "de", None),
    ("Esche, sagt Herr Groß, ist zäh.", WOOD, "de", None),
    ("Sigrid Löwe sagt, dass Esche zäh ist.", WOOD, "de", "speaker"),
    ("Laut Frau Löwe ist Esche zäh.", WOOD, "de", "speaker"),
    ("Esche, sagt Jana, ist zäh.", WOOD, "de", "speaker"),
    ("Uwe Groß und Sigrid Löwe sagen, Esche sei zäh.", WOOD, "de", "speaker"),
    # Spoken of is not speaking.
    ("Sigrid hört, dass gutes Brot Zeit braucht.", ASKING, "de", None),
    ("Sigrid sagt, dass gutes Brot Zeit braucht.", ASKING, "de", "speaker"),
    # The podcast knows the word, but not as somebody who says this.
    ("Hermann sagt, dass Esche zäh ist.", WOOD, "de", "name"),
    ("Müller meint, dass Esche zäh ist.", WOOD, "de", "name"),
    ("Der Gast sagt, Esche sei zäh.", WOOD, "de", None),
    ("Die Moderatorin sagt, Esche sei zäh.", WOOD, "de", "role"),
    ("Der Gast fragt, warum Brot Zeit braucht.", ASKING, "de", "role"),
    ("Uwe Groß says that it is tough.", WOOD, "en", None),
    ("Sigrid says that it is tough.", WOOD, "en", "speaker"),
    ("According to Jana Öztürk it is tough.", WOOD, "en", "speaker"),
    ("Merkel says that it is tough.", WOOD, "en", "name"),
    ("He says that it is tough.", WOOD, "en", None),
    ("The host says that it is tough.", WOOD, "en", "role"),
    ("The guest says that it is tough.", WOOD, "en", None),
]
WORDS = [
    ("Esche „bricht nicht wie Fichte“, heißt es.", WOOD, "de", None),
    ("Esche „bricht niemals“, heißt es.", WOOD, "de", "quotation"),
    ("Esche 'bricht niemals', heißt es.", WOOD, "de", "quotation"),
    ("Esche ist „zäh.", WOOD, "de", "quotation"),
    ("It's tough and it doesn't break.", WOOD, "en", None),
    ("Es gibt Esche auf holz.example.", WOOD, "de", "address"),
    ("Schreib an esche@holz.example, sie federt.", WOOD, "de", "address"),
    ("IKEA is tough.", WOOD, "en", "name"),
    ("Esche is tough and it does not break.", WOOD, "de", "language"),
    ("Esche ist zäh und bricht nicht wie Fichte.", WOOD, "en", "language"),
    ("Esche очень хорошая.", WOOD, "de", "language"),
    ("Der Teig ist lecker.", WOOD, "de", "topic"),
    ("Esche federt " + "und federt " * 60, WOOD, "de", "length"),
]


@pytest.mark.parametrize(
    ("text", "cited", "language", "expected"),
    [*NUMBERS, *NAMES, *ATTRIBUTIONS, *WORDS],
)
def test_one_sentence_and_what_it_cites(text, cited, language, expected):
    assert judged(text, cited, language=language) == expected


def test_who_is_cited_along_must_be_named():
    assert judged("Sie nehmen Esche und füttern den Teig.", WOOD, MORNING) is None
    assert judged("Uwe Groß nimmt Esche und füttert den Teig.", WOOD, MORNING) == "speaker"
    both = "Uwe Groß nimmt Esche, und Sigrid Löwe füttert den Teig."
    assert judged(both, WOOD, MORNING) is None


def test_a_role_that_nobody_is_known_to_have_is_not_checked():
    episode = replace(WOOD.episode, people=())
    assert judged("Die Moderatorin sagt, Esche sei zäh.", replace(WOOD, episode=episode)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das ist eine gute Frage.", None),
        ("Dazu sagt er Folgendes:", None),
        ("Das kostet 70 Euro.", "number"),
        ("Laut Uwe Groß ist das so.", "speaker"),
        ("Merkel mag das.", "name"),
        ("Das ist so, weil", "end"),
        ("Er sagt: „Das ist so.“", "end"),
        ("Mehr steht auf holz.example.", "address"),
    ],
)
def test_what_cites_nothing_may_say_nothing_that_needs_a_source(text, expected):
    assert judged(text) == expected


def test_pointing_at_nothing_is_worse_than_not_pointing():
    assert rejection_reason(Claim(("Das ist so.", (999,))), [], GROUNDS["de"]) == "source"


@pytest.mark.parametrize("quote", SENTENCES, ids=lambda quote: quote.text[:20])
def test_a_sentence_stands_on_itself(quote):
    """Nothing is refused that repeats its source."""
    assert judged(quote.text, quote) in (None, "speaker")
    if quote.text.isascii():
        assert judged(quote.text, quote) is None


def test_few_sentences_of_the_shipped_podcast_are_refused_on_themselves():
    corpus = load_corpus(Settings().corpus)
    context, sentences = grounds_of(corpus), sentences_of(corpus)
    faults = [rejection_reason(Claim((quote.text, (1,))), [quote], context) for quote in sentences]
    assert {found for found in faults if found} <= {"language", "length"}
    assert sum(found is not None for found in faults) < 0.01 * len(faults)


def test_half_a_quotation_is_word_for_word():
    """Sentences are cut inside quotations too."""
    corpus = load_corpus(Settings().corpus)
    context = grounds_of(corpus)
    halves = [quote for quote in sentences_of(corpus) if len(re.findall('[„“”"]', quote.text)) % 2]
    assert len(halves) > 20
    for quote in halves:
        shown = quote.text.replace('"', "”")  # as the model sees it
        assert rejection_reason(Claim((shown, (1,))), [quote], context) is None
        changed = " ".join([*shown.split()[:1], "niemals", *shown.split()[1:]])
        assert rejection_reason(Claim((changed, (1,))), [quote], context) == "quotation"


@given(st.integers(0, 999_999).filter(lambda number: number != 1))
def test_no_number_in_words_stands_beside_a_quote_without_numbers(number):
    assert judged(f"Esche ist zäh, in {german(number)} Fällen.", WOOD) == "number"
    assert judged(f"The ash is tough in {english(number)} cases.", WOOD, language="en") == "number"


PIECES = """
Esche federt sagt Uwe Groß Sigrid Löwe Hermann Merkel Der Die Gast laut Laut drei 7 70 1.000 siebte
Hälfte „ “ " ' , . : ! ? www.x.de a@b.c https://x.de Schrauben lockern sich nicht says the host
According to Folge 1 Episode 9 ٧ ½ 白 \0 \u202e S3 [ ] ( ) - – IKEA McKinsey zwei-und
"""
CUT_UP = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join)
WILD = st.one_of(CUT_UP, st.text(max_size=60), st.sampled_from([q.text for q in SENTENCES]))


@given(WILD, st.lists(st.sampled_from(SENTENCES), max_size=3), st.sampled_from(["de", "en"]))
@settings(max_examples=400)
def test_whatever_stands_names_only_what_it_cites(text, cited, language):
    if judged(text, *cited, language=language) is not None:
        return
    evidence = " ".join(quote.text for quote in cited)
    voices = " ".join(str(quote.speaker) for quote in cited)
    episodes = {str(quote.episode.number) for quote in cited}
    assert numbers_in(text) <= numbers_in(evidence) | episodes
    for name in ("Uwe", "Sigrid", "Hermann sagt", "Merkel sagt", "IKEA", "McKinsey"):
        assert name not in text or name in evidence + voices
    for forbidden in ("x.de", "a@b.c", "白"):
        assert forbidden not in text
