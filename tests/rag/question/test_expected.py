"""What kind of answer a question expects, and whether a text holds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.answer_type import holds_expected, lacks_name

NOTHING = "Darüber haben wir gesprochen."
# By what they ask for: those that do, and those that only share words with them.
ASKING = {
    "a price": [
        "Was kostet das Buch?",
        "Was hat die Umstellung gekostet?",
        "Was kostete der erste Prototyp?",
        "Wie viel kostet ein Platz im Kurs?",
        "Wieviel kostet das im Monat?",
        "Wie viel verdient eine Agentin im ersten Jahr?",
        "Was verdient man als Bäcker?",
        "Wie teuer war die Anlage?",
        "Wie viel Geld hat er verloren?",
        "Wie viel Umsatz macht die Firma?",
        "Wie hoch ist das Budget?",
        "Wie hoch waren die Kosten für den Umbau?",
        "Wie hoch ist der Mietpreis dort?",
        "Welchen Umsatz macht der Laden?",
        "Wie viel hat sie dafür bezahlt?",
        "What does a ticket cost?",
        "How much did it cost?",
        "How much does a lesson cost?",
        "How expensive was the machine?",
        "What is the price of the course?",
        "What's her salary?",
        "How much money did they raise?",
        "How much do they pay per word?",
        "What was the budget for the film?",
        "How much do you charge for a tour?",
        "umsatz der firma 2020",
        "Preis Backkurs",
    ],
    "a share": [
        "Um wie viel Prozent?",
        "Wie viel Prozent der Anrufe gehen verloren?",
        "Wieviel Prozent sind das?",
        "Wie hoch ist der Anteil der Senioren?",
        "Wie groß ist der Frauenanteil?",
        "Welcher Prozentsatz kündigt?",
        "What percentage of visitors download it?",
        "How many percent is that?",
        "What share of the calls gets lost?",
        "What proportion of customers leaves?",
        "What per cent of them stay?",
    ],
    "a year": [
        "In welchem Jahr war das?",
        "In welchem Jahr ist er geboren?",
        "Welches Jahr meint sie?",
        "Welcher Jahrgang ist er?",
        "In which year did it start?",
        "What year was the company founded?",
    ],
    "a time": [
        "Wann kam Corona?",
        "Wann wurde die Firma gegründet?",
        "Wann hat er angefangen?",
        "Wann ist sie nach Berlin gezogen?",
        "Seit wann gibt es den Laden?",
        "Von wann ist die Maschine?",
        "Bis wann läuft das Projekt?",
        "Wann beginnt die Saison?",
        "Wann öffnet der Laden?",
        "Wann gründete sie den Verein?",
        "Weißt du, wann die nächste Staffel beginnt?",
        "An welchem Tag war die Premiere?",
        "In welchem Monat blüht er?",
        "When did he start?",
        "When was the bridge built?",
        "When does the season begin?",
        "And when will it be ready?",
        "Since when has he lived there?",
        "What time does it open?",
        "In which month did they move?",
        "On what day was the launch?",
    ],
    "a number": [
        "Wie viele Leute sind es?",
        "Wieviele Filialen gibt es?",
        "Wie viele Kinder hat er?",
        "Wie viele Anrufe kommen am Tag?",
        "Wie hoch ist die Anzahl der Beschwerden?",
        "Wie groß ist die Zahl der Mitglieder?",
        "Welche Anzahl ist erlaubt?",
        "How many people work there?",
        "How many times did they try?",
        "And how many chairs a year?",
        "What is the number of members?",
        "Um wie viel stieg die Zahl der Anrufe?",
        "By how much did the calls go up?",
    ],
    "a measure": [
        "Wie lange dauert das?",
        "Wie lang ist die Strecke?",
        "Wie alt ist der Hund?",
        "Wie oft trainiert sie?",
        "Wie groß ist das Team?",
        "Wie hoch ist der Turm?",
        "Wie weit ist es bis zum Hafen?",
        "Wie weit ist der Hof vom Dorf entfernt?",
        "Wie viel Zeit braucht der Teig?",
        "Wie viele Stunden arbeitet sie?",
        "How long does it take?",
        "How old is the oven?",
        "How often does he call?",
        "How big is the team?",
        "How high is the tower?",
        "How far is it to the harbour?",
        "How far do you drive each week?",
        "How much time does the dough need?",
        "How tall is the tree?",
        "How heavy is the bell?",
    ],
}
NOT_ASKING = [
    # price
    "Was haben Kunden verdient?",
    "Wie verdient man sich Vertrauen?",
    "Womit verdient sie ihren Lebensunterhalt?",
    "Wie kann man Vertrauen verdienen?",
    "Verdienen Mitarbeiter mehr Respekt?",
    "Welche Kosten entstehen durch schlechten Service?",
    "Warum sind Kostensenkungen gefährlich?",
    "Was sagt er über Preise?",
    "Welchen Preis zahlt man für so viel Ruhe?",
    "Was ist der größte Gewinn der Sache?",
    "Wie steigert man den Umsatz?",
    "Was kostet am meisten Zeit?",
    "Was kostet ihn Nerven?",
    "Warum ist guter Service nicht teuer?",
    "Wofür gab sie ihr Budget aus?",
    "What do customers deserve?",
    "Did the change cost them any customers?",
    "What does she say about cost cutting?",
    "How does he justify the hefty price tag?",
    "Which low-budget solution works?",
    "How should a leader share responsibility?",
    "Who makes a profit from it?",
    "Where does the claim come from that an apology costs nothing?",
    # share
    "Was heißt es, hundert Prozent zu geben?",
    "Welchen Anteil hatte das Team am Erfolg?",
    "What does she share with the audience?",
    # year, time
    "Was war im letzten Jahr besonders?",
    "Wie war das Jahr für euch?",
    "Wann ist ein Kundenservice gut?",
    "Wann sollte man nachfragen?",
    "Wann glauben einem die Leute?",
    "Wann hätten Käufer gern einen Experten?",
    "Wann lohnt sich ein Chatbot?",
    "What went wrong when the helpers came?",
    "What happens when customers are angry?",
    "How do you stay calm when people shout?",
    "What was hard when the doors were closed?",
    # number
    "Wie viel Vertrauen braucht ein Team?",
    "Wie viel Einfluss hat der Chef?",
    "How much does trust matter?",
    "How much do you like it?",
    "Welche Rolle spielt die Anzahl der Kanäle?",
    # measure
    "Wie weit ist die Digitalisierung?",
    "Wie weit seid ihr mit dem Umbau?",
    "Wie weit darf Werbung gehen?",
    "Wie groß ist die Gefahr?",
    "Wie groß war der Unterschied?",
    "Wie hoch ist das Risiko?",
    "Wie hoch ist der Aufwand?",
    "Wie schwer ist der Einstieg?",
    "Wie schwer fällt das Loslassen?",
    "How big is the risk?",
    "How big was the difference?",
    "How far along is the project?",
    "How far can you trust a chatbot?",
    "How hard is the beginning?",
    "How high are the stakes?",
    "",
    "Warum?",
    "Was sagt er zu Esche?",
    "Wer ist das?",
]


@pytest.mark.parametrize("question", [one for questions in ASKING.values() for one in questions])
def test_asks_for_a_figure(question):
    assert not holds_expected(question, NOTHING)


@pytest.mark.parametrize("question", NOT_ASKING)
def test_asks_for_no_figure(question):
    assert holds_expected(question, NOTHING)


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("Was kostet das Buch?", "Es kostet zwanzig Euro.", "Es ist ein gutes Buch."),
        ("Was kostet der Kurs?", "Der kostet nichts.", "Der ist gut."),
        ("Was kostet ein Bus?", "Ein neuer kostet vierhundertzwanzigtausend.", "Viel zu viel."),
        ("How much did it cost?", "Das waren 3 Euro.", "Das war sehr teuer."),
        ("How much did the chair cost?", "Sixty-five quid.", "Quite a lot."),
        ("Um wie viel Prozent?", "Um 20 Prozent.", "Um einiges."),
        ("Wie viel Prozent kündigen?", "Etwa jeder Zweite.", "Etwa 20 Leute."),
        ("What percentage downloads it?", "About four per cent.", "Visitors download it."),
        ("In welchem Jahr war das?", "Das war 1998.", "Das war im Sommer."),
        ("In welchem Jahr war das?", "Neunzehnhundertsechsundneunzig.", "Mit zwanzig Leuten."),
        ("In welchem Jahr war das?", "Das war zweitausendvier.", "Das war im Mai."),
        ("In welchem Jahr war das?", "Das war 1987.", "Ende der Achtziger."),
        ("Seit wann gibt es das?", "Seit Ende der Achtziger.", "Am Ende der Reise."),
        ("Seit wann gibt es das?", "Anfang der 90er.", "Am Anfang mit 90 Leuten."),
        ("In welchem Jahr war das?", "Vor drei Jahren.", "Vor drei Leuten."),
        ("Which year was it?", "Back in nineteen ninety-eight.", "With ninety-eight people."),
        ("When was it?", "In the late eighties.", "In the late talks."),
        ("Wann kam Corona?", "Ende Februar, Anfang März.", "Das war schlimm."),
        ("Wann ist Sprechzeit? Seit wann?", "Dienstags von vier bis fünf.", "Am Telefon."),
        ("Seit wann ist das so?", "Seit zweitausendzwanzig.", "Seit zwanzig Leute da sind."),
        ("Wie viele Leute sind es?", "Wir sind 140.", "Wir sind einige."),
        ("Wie viele Leute sind es?", "Zweihundertfünfzig.", "Wir sind viele."),
        ("Was kostet ein Zapfen?", "Der Preis ist zwölf fünfzig.", "Er hält drei Jahre."),
        ("Wie teuer war die Miete?", "Die Miete lag bei 900.", "Für 140 Mitarbeiter."),
        ("Wie viele sind krank?", "Nur ein paar sind krank.", "Da ist niemand. Keine Ahnung."),
        ("Wie viele beschweren sich?", "Die meisten schweigen.", "Sie beschweren sich."),
        ("Wie lange dauert das?", "Eine Viertelstunde dauert es.", "Das dauert."),
        ("Wie lange hält das?", "Ein Leben lang.", "Das hält."),
        ("Wie oft trainiert sie?", "Jeden Morgen.", "Sie trainiert."),
    ],
)
def test_what_tells_it(question, holds, lacks):
    assert holds_expected(question, holds)
    assert not holds_expected(question, lacks)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Welches E-Auto-Modell hat er?", True),
        ("Which software did they use?", True),
        ("Wie heißt der Hund?", True),
        ("Wie lautet der Name der Methode?", True),
        ("What is the method called?", True),
        ("Welche Rolle spielt das Modell?", False),
        ("Kannte er früher alle beim Namen?", False),
        ("Was tut er im Namen der Kunden?", True),
        ("Warum?", False),
        ("", False),
    ],
)
def test_names(question, name):
    assert lacks_name(question, "Er hat eines aus Holz.") == name
    assert not lacks_name(question, "Er heißt Hermann.")


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_asked_and_said(question, text):
    holds_expected(question, text)
    lacks_name(question, text)
