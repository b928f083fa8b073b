"""Quotations in every style and addresses in every spelling: the source has them, or they fall."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.generation.citations import claims
from rag.generation.quotations import addresses, quotes_verbatim

SOURCE = "Esche ist zäh und federt, sie bricht nicht wie Fichte. Das steht auf holz.example."
TRUE = "sie bricht nicht wie Fichte"
FALSE = "sie ist das beste Holz der Welt"
STYLES = [
    '„ “|„ ”|„ „|“ ”|” ”|“ “|" "|＂ ＂|″ ″|‶ ″|‴ ‴|‟ ”|‟ ‟|❝ ❞|❠ ❞|🙶 🙷|🙸 🙷|〝 〞|〝 〟',
    "⹂ ”|ˮ ˮ|ʺ ʺ|˝ ˝|« »|» «|» »|‹ ›|› ‹|<< >>|>> <<|❮ ❯|❰ ❱|❬ ❭|⟨ ⟩|⟪ ⟫|〈 〉|《 》",
    "「 」|『 』|｢ ｣|﹁ ﹂|﹃ ﹄|【 】|⸂ ⸃|⸄ ⸅|⸉ ⸊|⸌ ⸍|⸜ ⸝|⸠ ⸡|≪ ≫|＜ ＞|<so >|<q> </q>",
    "_ _|, '|, ‘|, ,|,, ''|,, ,,|,, \"|‚‚ ‘‘|‘‘ ’’|' '|‘ ’|‚ ‘|‚ ’|’ ’|‛ ’|‛ ‛|` `|' `",
    "` '|` ´|´ ´|′ ′|‵ ′|＇ ＇|ʻ ʼ|ʼ ʼ|❛ ❜|❟ ❜|'' ''|`` ''|`` ``|´´ ´´",
]
PAIRS = [tuple(pair.split(" ")) for line in STYLES for pair in line.split("|")]
WORDINGS = [
    "Er sagt: {0}{2}{1}.",
    "Uwe Groß meint, {0}{2}{1}.",
    "Esche federt, {0}{2}{1}, sagt er.",
    "{0}{2}{1} sagt er über Esche.",
    "He calls it {0}{2}{1} because it is tough.",
    "Esche ({0}{2}{1}) federt.",
]


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_an_invented_quotation_in_this_style(pair):
    for wording in WORDINGS:
        assert not quotes_verbatim(wording.format(*pair, FALSE), SOURCE), wording
        assert not quotes_verbatim(wording.format(*pair, f"{TRUE}, und {FALSE}"), SOURCE), wording


def test_there_are_many_styles():
    assert len(set(PAIRS)) >= 75 and all(len(pair) == 2 for pair in PAIRS)


PLAIN = [pair for pair in PAIRS if pair not in {("<so", ">"), ("<q>", "</q>"), (",", ",")}]


@pytest.mark.parametrize("pair", PLAIN, ids=" ".join)
def test_what_was_said_may_be_quoted_in_this_style(pair):
    for wording in WORDINGS[1:]:
        assert quotes_verbatim(wording.format(*pair, TRUE), SOURCE), wording


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_no_style_is_lost_on_the_way(pair, size):
    """The resolver takes Markdown off before the check looks."""
    text = f"Uwe Groß sagt: {pair[0]}{FALSE}{pair[1]} [S1]."
    read = list(claims(iter(text[start : start + size] for start in range(0, len(text), size))))
    assert read and not all(quotes_verbatim(claim.prose, SOURCE) for claim in read)


def test_every_quotation_mark_of_unicode_is_one():
    named = ("QUOTATION MARK", "CORNER BRACKET", "GUILLEMET")
    for letter in map(chr, range(0x20000)):
        name = unicodedata.name(letter, "")
        if unicodedata.category(letter) in ("Pi", "Pf") or any(word in name for word in named):
            assert not quotes_verbatim(f"Er meint {letter}{FALSE}{letter} dazu.", SOURCE), name


ANNOUNCED = [
    "Er sagt wörtlich: {}.",
    "Uwe Groß sagte er: {}.",
    "In seinen Worten: {}.",
    "Er sagt in seinen eigenen Worten, {}.",
    "Zitat: {}.",
    "Zitat Uwe Groß: {}.",
    "O-Ton Groß: {}.",
    "Wörtlich heißt es, {}.",
    "Uwe Groß dazu im Wortlaut: {}.",
    "Sein Satz lautet: {}.",
    "Er antwortet：{}.",
    "Ich zitiere: {}.",
    "Uwe Groß, ich zitiere, {}.",
    "Mit den Worten {} beschreibt er Esche.",
    "{}, so Uwe Groß wörtlich.",
    "> {}.",
    "He says verbatim: {}.",
    "Quote: {}.",
    "In his own words: {}.",
    "He said, and I quote, {}.",
    "He puts it like this: {}.",
    "As he says word for word, {}.",
    "Dazu sagt er Folgendes: Er meint: {}.",
]


@pytest.mark.parametrize("wording", ANNOUNCED)
def test_an_announced_quotation(wording):
    assert not quotes_verbatim(wording.format(FALSE), SOURCE)
    if not any(words in wording for words in ("beschreibt", "heißt es", "Er meint")):
        assert quotes_verbatim(wording.format(TRUE), SOURCE)


@pytest.mark.parametrize("head", ["Uwe Groß", "Groß", "Uwe Groß dazu", "Rat von Uwe", "Der Gast"])
def test_a_name_with_a_colon_announces_one(head):
    assert not quotes_verbatim(f"{head}: {FALSE}.", SOURCE, ("Uwe Groß", "Sigrid Löwe"))
    assert quotes_verbatim(f"{head}: {TRUE}.", SOURCE, ("Uwe Groß", "Sigrid Löwe"))


FINE = [
    "It's tough and it doesn't break.",
    "Harald's wood is tough, isn't it?",
    "The guests' wish is clear.",
    "Hans' Rat ist klar, und Klaus’ auch.",
    "Das ist so’ne Sache, und er nimmt’s ernst.",
    "Das Brett ist 6\" breit und 5' lang.",
    "The board is 5′ 10″ long.",
    "The board is 5' 10\" long, isn't it?",
    "Die Länge: 5 Meter.",
    "Der Grund: Esche federt.",
    "Zwei Gründe sprechen für Esche: Sie ist zäh, und sie federt.",
    "Um 12:30 sagt er, dass Esche federt.",
    "Er sagt, dass das Verhältnis 3:1 ist.",
    "Er sagt, Esche sei zäh, und sie federe.",
    "Esche (oder Eiche) ist zäh – und federt; 50 % sind es, oder 1,5 m.",
    "Er nimmt Esche/Eiche & Leim, z. B. für 3–4 Stühle.",
    "Dazu sagt er Folgendes:",
    "Esche ist zäh… und federt.",
    "Er sagt, es sei x > 3 und y < 5.",
    "file_name und snake_case sind Wörter.",
    "Esche „ist zäh“ und „federt“, sagt er.",
    "Er nennt sie 'zäh' und sagt, sie federt.",
    "Er sagt „Esche ist zäh“, und das Holz's Preis ist gut.",
    "Esche, Eiche,Fichte und 1,5 Meter.",
]


@pytest.mark.parametrize("text", FINE)
def test_what_is_no_quotation(text):
    assert quotes_verbatim(text, SOURCE)


TANGLED = [
    f"Esche ist „zäh “{FALSE}“ und federt“.",
    f'„Esche "{FALSE}" federt“, sagt er.',
    f"Er sagt 'zäh \"{FALSE}\" federt'.",
    f"'Esche' {FALSE}', sagt er.",
    "Esche ist „zäh.",
    f"“Esche “{FALSE}” federt” is what he says.",
    f"„Esche „{FALSE}“ federt“, sagt er.",
    f'Das sind 5" {FALSE}".',
]


@pytest.mark.parametrize("text", TANGLED)
def test_where_marks_do_not_pair_all_must_stand_there(text):
    assert not quotes_verbatim(text, SOURCE)
    assert quotes_verbatim(text, f"Er so: {text}")


def test_what_the_source_leaves_out_may_be_left_out():
    assert quotes_verbatim("Er kennt 'ne Menge Holz.", "Ich kenne ’ne Menge.")
    assert not quotes_verbatim("Er kennt 'ne Menge Holz.", SOURCE)


@given(st.text(max_size=40), st.sampled_from(PAIRS), st.text("abc ", max_size=9))
@settings(max_examples=300)
def test_no_text_around_it_hides_a_quotation(before, pair, behind):
    """Unless it makes the opening mark an apostrophe, or something else that is no quotation."""
    text = f"{before} „{FALSE}“ {behind}"
    marks = [letter for letter in before if unicodedata.category(letter)[0] not in "LNZ"]
    if not marks:
        assert not quotes_verbatim(text, SOURCE)


ADDRESSES = [
    "t.me/gewinn|x.ai/abc|evil。com|evil．com|evil｡com|EVIL.COM|Evil.Com|evil.com|http://evil|www.evil",
    "https:evil.com|//evil.com|ftp://evil|mailto:a@evil|a@evil.com|@gewinn|user@localhost|localhost",
    "10.0.0.1|http://3232235777|127.0.0.1:80|[2001:db8::1]|::1|fe80:0:0:1|localhost:8080|x.y.z.de",
    "еvil.com|аpple.com|bücher.de|xn--bcher-kva.de|bücher.xn--vermgensberatung-pwb|例え.テスト|a.co",
    "пример.рф|evil.museum|evil.zip|ab.cd|evil.photography|evil(.)com|evil[.]com|.com|ⓔⓥⓘⓛ.ⓒⓞⓜ",
    'bit.ly/3xYz|evil.com/pfad?a=b#c|(evil.com)|"evil.com"|evil.com,|evil.com.|tel:+49301234',
    "javascript:alert(1)|data:text/html|holz.example.evil.com|holz.example/evil|evil.holz.example",
    "![](https://holz.example)|!()(http://holz.example)|[hier](holz.example)",
]


@pytest.mark.parametrize("address", [each for line in ADDRESSES for each in line.split("|")])
def test_an_address(address):
    for wording in ("Mehr auf {} dazu.", "{} hat mehr.", "Siehe {}.", "Dort (siehe {})."):
        found = set(addresses(wording.format(address)))
        assert found and not found <= set(addresses(SOURCE)), wording
        assert found == set(addresses(f"Er nennt {address} dafür."))


@pytest.mark.parametrize(
    "text", ["Mehr auf evil punkt com.", "See evil dot com.", "Auf evil (dot) com gibt es mehr."]
)
def test_an_address_for_the_ear(text):
    assert set(addresses(text))


@pytest.mark.parametrize(
    "text",
    [
        "Esche ist z. B. zäh, d. h. sie federt, u.a. bei 1.000 kg und 3.5 m.",
        "Um 14.30 Uhr am 3.5.2024, Nr. 7.",
        "Esche und/oder Eiche: Das ist so... und so…und so.",
        "The ratio is 3:1 at 12:30:15, e.g. for chairs (i.e. most).",
        "Er sagt, der Verein e.V. und die GmbH & Co. KG.",
    ],
)
def test_what_is_no_address(text):
    assert not set(addresses(text))


def test_the_address_that_was_named_may_be_named():
    assert set(addresses("Mehr auf holz.example.")) <= set(addresses(SOURCE))
    assert set(addresses("Mehr auf Holz.Example!")) <= set(addresses(SOURCE))
