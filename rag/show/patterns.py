"""Recognise questions about the show itself, by a few fixed expressions in German and English.

They are for models that understand no question, and for what is sure: every other question is
told by `rag.question.intents`, which can also rule these out. Each is matched against the question
in small letters, in which the podcast is called "podcast" and its publisher "_publisher_"; "…"
matches anything in between.
"""

import re
from functools import cache

from rag.text.ordered import Pieces, expressions, found

_SHOW = r"\b(folgen?|episodes?|podcasts?|show|interview|gespräch|conversation)\b"
_ABOUT = (
    r"\b(handel(t|n)|geht es|geht'?s|dreht|drehen|behandel\w*|thema|themen|gesprochen|spricht|"
    r"sprechen|geredet|redet|reden|erwähnt|diskutiert|kommt|kommen|hören|dabei|about|cover\w*|deals?|"
    r"discuss\w*|mention\w*|talk\w*|speaks?)\b"
)
_FOR_EPISODES = re.compile(r"\b(?:welche[rn]?|which|what|any) (?:folgen?|episoden?|episodes?)\b")
# Words around the topic in "In welcher Folge wird noch einmal über … gesprochen?"
AROUND = frozenset(
    "a ab all alle allen alles als am an and anfängt anhören any anything are at auch auf aus "  # noqa: SIM905
    "ausgabe "
    "ausgaben begin beginnt begins behandelt bei beide beiden besprochen bin bisher bitte both "
    "called can chapter chapters come comes da darum das davon dem den denn der des did die "
    "discussed do does eigentlich ein eine einem einen einer einmal ep episode episoden episodes "
    "eps es etwas euch euer eure ever every everything find finde folge folgen for fängt für gebt "
    "geht gehts gesagt gespräche gibt give got haben habt has hast hat have hear heraus here hey "
    "hören ich ihr im in interessieren interessiert interest interested interviews irgendwas "
    "irgendwo is ist it ja jahr je kann kannst kapitel know können könnt könnte könnten learn "
    "lernen liste listen looking mal man many me mehr mentioned mich minute minuten minutes mit "
    "muss my möchte namens noch nur oder of on one ones only or passage podcast point raus "
    "reinhören schon schwerpunkt sendung sendungen series should show shows sich so soll sollte "
    "something sonst sowohl start starts stelle subject suche suchen sämtliche that the thema "
    "themen there these they this timestamp to topic tritt um und uns up viele vom von vor wann "
    "want wants was welche welchen welcher wenn werden were what when where which wie will wir "
    "wird wissen with wo would wurde you zeig zeit zeitpunkt zu zum zur über überhaupt "
    "übersicht".split()
)

# Of requests, in words that leave no doubt.
REQUESTED: dict[str, tuple[str, ...]] = {
    "count_word": (
        r"\bwie ?oft\b…\b(erwähnt|erwaehnt|genannt|gesagt)\W*$",
        r"\bwie ?oft\b…\b(wort|begriff)\b",
        r"\bhow (often|many times)\b…\b(mentioned|said)\W*$",
    ),
    "at_time": (r"\b(bei|ab|at|from) (minute \d{1,3}|\d{1,3}:\d\d)\b",),
    "topic_overview": (
        r"^(wird|wurden?|werden|kommt|kam)\b…\b(erwähnt|erwaehnt|vor)\W*$",
        r"^(has|have|did|do|does|is|was|were)\b…\bmention(s|ed)?\b",
    ),
    "compare": (
        r"\b(unterschied\w*|difference\w*)\b…\b(zwischen|between)\b",
        r"^(compare|vergleich\w*)\b…\b(und|mit|and|with|to)\b",
    ),
    "summary": (r"^(eine |kurze |bitte )*zusammenfassung\b|^summar(y|i[sz]e)\b",),
}
EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "topic": (rf"\b(welche[rn]? folgen?|(which|what|any) episodes?)\b…{_ABOUT}",),
    "guest": (
        r"\b(wer|wen|who)\b…\b(zu gast|der gast|die gäste|interviewt|the guests?|interviewed)\b",
        r"\b(welche|which) (gäste|guests)\b|\bwie heißt der gast\b|\bmit wem spricht\b|"
        r"\bwer (ist|war) gast\b",
        r"\b(die )?anderen gäste\b|\bother guests\b",
        r"\bwie viele gäste (gab|gibt|waren)\b|\bhow many guests (have|were)\b",
    ),
    "host": (
        r"\bwer moderiert\b|\bwho (hosts|presents) the (podcast|show)\b",
        r"\b(wer|who|wie heißt|name)\b…\b(moderator(in)?|host)\W*$",
    ),
    "date": (
        r"\b(erscheinungs|veröffentlichungs)datum\b|\b(release|publication) date\b|^von wann ist\b",
        r"\b(wann|when)\b…" + _SHOW + r"…\b(erschienen|veröffentlicht|raus|released|come out)\b",
        r"\bwann erschien\b…" + _SHOW + r"|^wann ist sie erschienen\W*$",
    ),
    "duration": (
        r"\b(länge|dauer|laufzeit|duration|length)\b…" + _SHOW,
        r"\b(wie lange?|wie viele minuten|how (long|many minutes))\b…" + _SHOW,
    ),
    "chapters": (
        r"\b(welche|wie viele|zeig mir|what|which|how many|list)\b…\b(kapitel|chapters)\b",
        r"^(alle |die |all |the )?(kapitel|chapters) (von|aus|of|for)\b",
    ),
    "moment": (
        r"\b(wo|ab wann|where) (in|im|during) (der|dieser|dem|the|this)\b…" + _SHOW,
        r"\btimestamp\b|\bab wann\b…\b(reden|sprechen|geht es)\b",
        r"\b(welcher (minute|stelle)|(what|which) (minute|point))\b",
    ),
    "episodes": (
        r"\b(wie viele|welche) folgen (gibt es|sind)\W*$|\b(how many|which) episodes are there\b",
        r"\bwie viele folgen hat (der |dieser )?podcast\b",
        r"\bhow many episodes does (the |this )?podcast have\b",
    ),
    "title": (
        r"^wie heißt (die )?(\w+ )?folge\b|\bepisode\b…\bcalled\W*$",
        r"\btitel\b…\bfolge\b|\btitle of (\w+ )?episode\b",
    ),
    "links": (
        r"\b(welche|which) links\b|\bwebsite of the podcast\b|\bshow ?notes\b",
        r"\b(web-?site|web-?seite|homepage)\b…\b(podcasts?|show|guest|gast\w*|von|vom|of)\b",
        r"\b(wo|where|wie heißt|called)\b…\be-?book\b|\bverlinkt\b",
    ),
    "person": (
        r"^(wer|who) (ist|is) [\w-]++( [\w-]++)?\W*+$",
        r"\b(wo|für wen|bei wem) arbeitet\b|\bvon beruf\b|\bberuflich\b|\b(linkedin|profil)\b",
        r"\bwelche (position|funktion|rolle|stelle|aufgabe) hat\b|\b(what|which) position\b",
        r"\b(wer|who)\b…\b(ceo|chef(in)?|geschäftsführer(in)?|managing director)\b",
        r"\b(kontaktier|contact)\w*\b|\b(job title|occupation)\b|['’]s (job|position|role)\b",
    ),
    "person_episodes": (r"\bin (welchen folgen|which episodes) (ist|is)\b",),
    "about": (
        r"\b(worum geht es in|wovon handelt) (folge|(die|dieser) folge|(der|dieser) podcast)\b",
        r"\bworum geht(s| es)( hier| eigentlich)? (im|in (dem|diesem)) podcast\b",
        r"\bwhat is (this |the )?(episode|podcast)\b…\babout\W*$",
    ),
    "publisher": (r"\b(wer (steckt hinter|produziert)|who (is behind|publishes))\b…" + _SHOW,),
    "language": (r"\b(welcher sprache|(what|which) language)\b…" + _SHOW,),
    "firm": (r"^(was|what) (macht|does)\b…\b_publisher_\b",),
}


def kinds_of(question: str) -> list[str]:
    """Return the kinds of show facts that a question may ask for, the likeliest first."""
    lowered = " ".join(question.lower().split())
    kinds = [kind for kind, known in _expressions() if found(known, lowered)]
    # What the notes do not know of a topic, no list of episodes answers.
    return kinds[:1] if kinds[:1] == ["topic"] else kinds


def topic_of(question: str) -> list[str]:
    """Return the words for the topic in a question for episodes about it."""
    words = re.findall(r"[\w-]+", re.sub(_ABOUT, " ", question.lower()))
    return [word for word in words if word not in AROUND]


def topical(question: str) -> str:
    """Return what a question for episodes is about: that it asks for these tells nothing of it."""
    about = topic_of(question) if _FOR_EPISODES.search(question.lower()) else []
    return " ".join(about) or question


@cache
def _expressions() -> list[tuple[str, list[Pieces]]]:
    return [(kind, expressions(texts)) for kind, texts in (REQUESTED | EXPRESSIONS).items()]
