"""Sentence boundaries in German and English speech."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ich gehe. |Du bleibst! |Warum? |Darum.",
        "Was? |Nein!! |Doch …",
        # abbreviations, initials, ordinals, numbers
        "Es gibt Kontakte wie z.B. Shops und z. B. Messen.",
        "Das kostet ca. 5 Mio. Euro bzw. Dollar.",
        "Ich frage Dr. Müller und Prof. Dr. Groß.",
        "Die Firma heißt Holz GmbH & Co. KG und sitzt hier.",
        "Foren, Messen und Co. |Manches hilft.",
        "Wir messen, wir sägen usw. |Dass es passt, ist klar.",
        "Fax, Telefon etc. muss ich bündeln.",
        "Am 3. Oktober kam die 2. Lieferung.",
        "Das steht in Version 5. |Und dann ging es los.",
        "Sie ist 43. |I think so.",
        "Das war 2020. |Ich weiß es noch.",
        "Wir nahmen 4 5, oder 6 Kisten. |Die waren schwer.",
        "Schritt Punkt eins, dann zwei. |Fertig.",
        "Es steht auf holz.example.de. |Schaut hin.",
        "Der Verein Werkstatt e.V. hilft.",
        "Das macht Werkstatt e.V. |Die helfen.",
        "They didn't. |People left.",
        "It was COVID-19. |People left.",
        # quotations and brackets
        'Er sagte: "Das ist gut." |Dann ging er.',
        "Er sagte: „Das ist gut.“ |Dann ging er.",
        "Er sagte: »Das ist gut.« |Dann ging er.",
        'Bei "Wir würden gerne.", aber auch bei "Nein." hilft das.',
        '"Warum?" fragte sie. |"Darum!" |Er schwieg.',
        'Ein "Wow, krass."-Effekt war es.',
        "(Das war lustig.) |Dann kam er.",
        'Sie arbeiten. |„Da ist nichts."',
        # ellipses
        "Ich … weiß es nicht... oder doch.",
        "Ein Späßchen machen oder so.. |Und dann?",
        "Ja ... |Sie kommt.",
        "... Ja. |Gut.",
        # what a host page leaves of line breaks
        "einen Kunden zu behalten?|Es war nie leicht.|Du erfährst alles.",
        "Sie an!|Lerne mehr. |? Website: https://www.Holz.De/Kontakt.",
        "Er nutzt Node.js und E.ON.",
        "Erster Absatz\n\n|zweiter Absatz",
    ],
)
def test_boundaries(text):
    assert sentences(text.replace("|", "")) == text.split("|")


def test_nothing_to_cut():
    assert sentence_spans("") == []
    assert sentence_spans(" … ") == [(0, 3)]
    assert sentence_spans("ohne Punkt") == [(0, 10)]


PIECES = st.sampled_from(
    [". ", "z.B. ", "Dr. ", "?", '" ', "…", "Ja", "nein", "\n\n", "3. ", "“", "("]
)


@given(st.lists(PIECES | st.text(max_size=4)).map("".join))
def test_spans_cover_the_text_without_a_gap(text):
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert all(end > start for start, end in spans)


@given(st.lists(PIECES | st.text(max_size=4)).map("".join))
def test_every_span_but_the_last_holds_a_word(text):
    for start, end in sentence_spans(text)[:-1]:
        assert any(sign.isalnum() or sign == "_" for sign in text[start:end])


@pytest.mark.parametrize("unit", [".", ". ", "! ", '."', "\n ", "a.", "aa.A", '"'])
def test_long_rows_take_no_time(unit):
    text = unit * 100_000  # quadratic work on this would take minutes
    assert sentence_spans(text)[-1][1] == len(text)
