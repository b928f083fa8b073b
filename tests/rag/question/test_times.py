"""Times of a recording in every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import clock
from rag.question.times import times_named
from tests.corpus.formats.test_wild_input import at_most

MOMENTS = {
    "What are they talking about at 28:50?": 1730,
    "What comes up at about 28:50?": 1715,
    "Was wird bei Minute 12 gesagt?": 720,
    "Was ist bei 29:28?": 1768,
    "Können Sie mir den Wortlaut ab 00:41:10 zeigen?": 2470,
    "folge 83 min 22": 1320,
    "Was kommt kurz nach der halben Stunde?": 1800,
    "nach ner viertelstunde, was sagn die da": 900,
    "so bei dreiviertel stunde": 2700,
    "Ab 1h10 versteh ich nix mehr": 4200,
    "Bei 36 min 20 sek nennt sie einen Namen": 2180,
    "Was sagt der Schiedsrichter bei zwölf Minuten dreißig?": 750,
    "um die Mintue 16 rum": 945,
    "rund um die 40-Minuten-Marke": 2385,
    "Sekunde 40, was ist da zu hören?": 40,
    "Was hört man eine Stunde nach Start?": 3600,
    "What is said at minute 12 of episode 5?": 720,
    "My player's stopped on 36:59.": 2219,
    "What gets mentioned at twelve thirty?": 750,
    "What was said at the one hour ten point?": 4200,
    "At 57 minutes and 5 seconds she names a book": 3425,
    "three quarters of an hour into ep 12": 2700,
    "second 50 of the first episode": 50,
    "an hour and a half in": 5400,
}
STRETCHES = {
    "Zwischen 10:00 und 12:00, worum geht es da?": (600, 720),
    "text von 14:20 bis 15:00": (860, 900),
    "Minute 5 bis 9 bitte": (300, 540),
    "10-15 min folge 132": (600, 900),
    "In den Minuten 50 bis 55": (3000, 3300),
    "zwischen Minute 20 und Minute 23": (1200, 1380),
    "von 6:00 an zwei minuten lang": (360, 480),
    "Was fällt in der fünften Minute?": (240, 300),
    "Was wurde in der 47. Minute gesprochen?": (2760, 2820),
    "was wird kurz vor 45:00 erzählt": (2640, 2700),
    "die ersten fünf Minuten": (0, 300),
    "between the 15 and 20 minute marks": (900, 1200),
    "Minutes 5 through 8": (300, 480),
    "everything from 06:00 up to 07:30": (360, 450),
    "In the forth minute": (180, 240),
    "12:00 bis 10:00": (600, 720),
}
NONE = ("Was ist in Folge 12?", "Wie viele Kunden hat er?", "Was kam 2024 heraus?", "12", "a:b")


@pytest.mark.parametrize("text", MOMENTS)
def test_moments(text):
    found = times_named(text)
    assert found is not None and found.is_moment
    assert found.start == MOMENTS[text] < found.end


@pytest.mark.parametrize("text", STRETCHES)
def test_stretches(text):
    found = times_named(text)
    assert found is not None
    assert (found.start, found.end) == STRETCHES[text]


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_no_times(text):
    assert times_named(text) is None


def test_times_may_be_counted_from_the_middle_or_the_end():
    middle = times_named("Was sagen sie in der Mitte der Folge?")
    last = times_named("Was wird in den letzten zwei Minuten gesagt?")
    assert middle is not None and middle.within(1000.0)[0] == 500.0
    assert last is not None and last.within(1000.0) == (880.0, 1000.0)
    assert times_named("zwei Minuten vor dem Ende") == last


@given(st.integers(0, 4 * 3600), st.integers(1, 9999), st.sampled_from(["", "?", ".", ", oder"]))
def test_any_clock_is_read_beside_any_episode(seconds, number, end):
    for form in ("Folge {n} bei {c}{e}", "Was kommt um {c}{e}", "ep {n} @ {c}{e}", "ab {c}{e}"):
        found = times_named(form.format(n=number, c=clock(seconds), e=end))
        assert found is not None
        assert found.start <= seconds < found.end


@given(st.text(st.sampled_from("1259:.,-– hminuten secand"), max_size=60))
def test_whatever_is_written_a_stretch_goes_forward(text):
    found = times_named(text)
    assert found is None or found.start <= found.end


@pytest.mark.parametrize(
    "token", ["1", "1:", "1:00 ", "1 ", "min ", "minute 5 und ", "- ", "a ", "5. "]
)
def test_a_long_question_is_read_at_once(token):
    with at_most(2.0):
        times_named(token * (1000 // len(token)))
