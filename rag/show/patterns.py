"""Recognise questions about the show itself, by fixed expressions in German and English.

They are narrow on purpose: what they do not recognise is searched in the transcript like
everything else. Each is matched against the question in small letters, in which the podcast is
called "podcast" and its publisher "_publisher_"; "…" matches anything in between.
"""

import re
from functools import cache

from rag.text.ordered import Pieces, expressions, found

_SHOW = (
    r"\b(folgen?|episoden?|episodes?|podcasts?|show|sendung|ausgabe|(das|dieses|the) interview)\b"
)

_NO_CHAPTER = r"^(?!.*\b(kapitel|chapter))…"
_ABOUT = (
    r"\b(handel(t|n)|geht es|geht'?s|dreht|drehen|behandel\w*|thema|themen|gesprochen|spricht|"
    r"sprechen|geredet|redet|reden|erwähnt|diskutiert|kommt|kommen|hören|dabei|about|cover\w*|deals?|"
    r"discuss\w*|mention\w*|talk\w*|speaks?)\b"
)
# Words around the topic in "In welcher Folge wird noch einmal über … gesprochen?"
_AROUND = frozenset(
    "als am an auch auf aus das dem den der des die ein eine einem einen einer eigentlich einmal "  # noqa: SIM905
    "es für ihr im in mal man mehr mit noch oder sich schon so sonst überhaupt um und über uns vom "
    "von vor wir wird werden wurde zu zum zur denn darum davon alles etwas a an and any are at all "
    "both did do does ever for have in is it of on or so that the there these they this to was "
    "were what which with you folge folgen episode episoden episodes welche welchen welcher geht "
    "gehts ich suche finde gibt ist ab bei wann wo besprochen minute minuten kapitel stelle zeit "
    "zeitpunkt beginnt anfängt fängt looking find come comes up mentioned discussed chapter "
    "chapters timestamp point where when minutes start starts begin begins has hat tritt".split()
)

EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "topic": (
        rf"\bwelche[rn]? (folgen?|episoden?|ausgaben?|sendungen?)\b…{_ABOUT}",
        rf"\b(which|what|any) episodes?\b…{_ABOUT}",
        r"\b(suche|finde|gibt es|looking for|is there|find)\b…"
        r"\b(folge|episode) (über|zum?|about|on)\b",
    ),
    "guest": (
        r"\bwe[rn] (ist|war|sind|waren|kommt|hat\w*|habt|begrüßt)\b…\b(gast|gäste|gästen)\b",
        r"\b(wer|wen|wie heiß\w+|name)\b…\b(interviewpartner|(der|des|ihr|euer|sein) gast(es)?|"
        r"(die|ihre|eure) gäste)\b",
        r"\bwelche[rn]? (gast|gäste|gästen|interviewpartner)\b",
        r"\b(alle|liste|nenn\w*|zeig\w*|list|name)\b…\b(gäste|guests)\b",
        r"\bwe[rn]\b…\b(interviewt|zu gast)\b",
        r"\bmit wem\b…\b(spricht|redet|unterhält|gespräch|interview)",
        r"\b(who|which|name)\b…\b(guests?|interviewees?|interviewed)\b",
    ),
    "host": (
        r"\b(wer|wie heißt|name)\b…\b(moderiert|moderator(in)?s?|moderation|host|gastgeber\w*)\b",
        r"\bwer\b…\bführt\b…" + _SHOW,
        r"\b(who|name)\b…\b(hosts?|hosted|hosting|presenter|moderat\w+)\b",
        r"\bwho presents?\b…" + _SHOW,
    ),
    "date": (
        rf"^(?=.*({_SHOW}|\b(gespräch|interview|conversation)\b))"
        r"…\b(wann|an welchem (tag|datum)|when|what (day|date)|on which)\b…"
        r"\b(erschien\w*|erscheint|(he)?raus|"
        r"(he)?rausgekommen|veröffentlicht\w*|publiziert|online|released?|published|appear\w*|"
        r"c[ao]me out|aired?)\b",
        r"^(und )?wann (erschien|(ist|wurde) (sie|es|das) (erschienen|veröffentlicht))\b",
        r"^(and )?when (was (it|that) (released|published)|did (it|that) (come out|appear))\b",
        r"\b(erscheinungs|veröffentlichungs)(datum|tag)\b|\b(release|publication) date\b",
        r"\b(von wann|wie alt)\b…\b(ist|sind)\b…\b(folge|episode)\b",
    ),
    "duration": (
        r"\b(wie lange?|wie viele minuten|länge|dauer|laufzeit|spieldauer)\b…" + _SHOW,
        _SHOW + r"…\b(wie lange?|länge|dauer|laufzeit|spieldauer)\b",
        r"\b(wie lange?|länge|dauer|how long|length)\b…\b(gespräch|conversation) (mit|with)\b",
        r"\b(how long|how many minutes|length|duration)\b…" + _SHOW,
        _SHOW + r"…\b(length|duration)\b",
    ),
    "chapters": (
        r"\b(welche|wie viele|liste|alle|zeig\w*|nenn\w*)\b…\bkapitel(n|marken)?\b",
        r"\bkapitel(übersicht|liste|marken)\b|\binhaltsverzeichnis\b",
        r"\b(which|what|how many|list|show)\b…\bchapters\b",
        r"\btable of contents\b",
        r"\b(wann|minute|when|timestamp)\b…\b(kapitel|chapter)\b",
        r"\b(kapitel|chapter)\b…\b\d{1,3}:\d\d\b",
        r"\b\d{1,3}:\d\d\b…\b(kapitel|chapter)\b",
        r"\b(übersicht|überblick|gib|auflistung|gliederung)\b…\bkapitel\b",
        r"\b(welche[smn]?|which|what) (kapitel|chapters?)\b",
    ),
    "moment": (
        r"\b(startzeit|startpunkt|start time)\b|\b(springen|skip to|jump to)\b|\bwelche zeit\b",
        r"\b(gibt es|is there|welche[rn]?|which)\b…\b(abschnitt|section)\b",
        _SHOW + r"…\b\d{1,3}:\d\d\b",
        r"\b\d{1,3}:\d\d\b…" + _SHOW,
        r"\bab wann\b…\b(geht|gehts)\b",
        r"\bwo in\b…" + _SHOW,
        r"\b(ab|an|bei|in|zu) welche[mnr]? (minute|stelle|zeit(punkt|marke|stempel)?)\b",
        r"\b(wo|(ab )?wann) (im|in dem|in diesem) (gespräch|interview|podcast)\b",
        r"\b(wo|(ab )?wann|wohin)\b…"
        r"\b((der|den) (teil|abschnitt)|die (stelle|passage)|zur sprache|\w*spulen)\b",
        r"\bab wann\b…\b(reden|redet|sprechen|spricht|erzähl\w+|diskutier\w+)\b",
        r"\bwhere (does|do)\b…\b(start|begin)s?\b",
        r"\btimestamps?\b|\bskip (ahead|forward)\b",
        r"\b(where|when) (in|during) (the|this|that|their)\b…"
        r"\b(conversation|interview|talk|chat|episode|recording)\b",
        r"\b(where|when) (do|does|did) (they|the two|the guest|he|she) "
        r"(get (in)?to|start talking|talk about|discuss|come to|speak about|mention|bring up)\b",
        r"\b(point|minute)\b…\b(recording|interview|conversation|episode)\b",
        r"\bwhere('s| is| can i find| do i find) (the|that) (part|bit|section|passage)\b",
        r"\b(at|in|from) (what|which) (minute|point|time|timestamp)\b",
        r"\bwhere in the\b…" + _SHOW,
    ),
    "episodes": (
        r"\bwie ?viele (folgen|episoden|interviews|ausgaben)\b",
        r"\b(anzahl|liste) (der|aller) (folgen|episoden)\b",
        r"\bwelche (folgen|episoden) (gibt es|sind|habt|hat der podcast)\b",
        r"\bhow many (episodes|interviews)\b|\b(list|which) (of )?(all )?(the )?episodes\b",
    ),
    "title": (
        _NO_CHAPTER
        + r"\b(wie heißt|(titel|namen?) (der|von|dieser|trägt|hat)) (die |denn )?(\w+ )?"
        r"(folge|episode)\b",
        _NO_CHAPTER + r"\b(folge|episode)\b…\b(titel|title|called)\b",
        _NO_CHAPTER + r"\b(title|name) of (the |this )?(\w+ )?episode\b",
        _NO_CHAPTER + r"\b(title|called)\b…\bepisode\b",
        r"^(was|welche|what|which)?\b…\b(neueste|neuste|letzte|älteste|aktuelle|latest|newest|"
        r"oldest) (folge|episode)\W*$",
    ),
    "links": (
        r"^(?!.*linkedin)…(?<!about )(?<!über )\blinks?\b(?! (between|zwischen|neben)\b)",
        r"\b(shownotes|show notes|verlinkt\w*|linked)\b",
        r"\b(web-?site|web-?seite|homepage|internetseite|web ?page)\b…\b(podcasts?|show|guest|"
        r"gast\w*|von|vom|of)\b",
        r"\b(wo|where|wie hei(ß|ss)t|titel|title|called)\b…\be-?book\b",
        r"\be-?book\b…\b(called|title|titel)\b",
    ),
    "person": (
        r"^(und )?(wer|who) (ist|is|war|was) (denn |eigentlich |überhaupt )?"
        r"[\w-]++( [\w-]++)?\W*+$",
        r"\w\W+(wer|who) (ist|is|war|was) (das|er|sie|that|he|she)\W*$",
        r"\b(wo|für wen|bei wem|für welche\w* \w+|bei welche\w* \w+) arbeitet\b",
        r"\b(welche|was für eine) (position|funktion|rolle|stelle|firma|aufgabe) "
        r"(hat|bekleidet|leitet)\b",
        r"\b(wer|who)\b…\b(ceo|chef(in)?|geschäftsführer(in)?|managing director|boss)\b",
        r"\b(job title|occupation|(what|which) position|\w*bezeichnung)\b",
        r"\bvon beruf\b|\bberuflich\b|\b(linkedin|profil)\b",
        r"\b(firma|unternehmen|company)\b…\b(arbeitet|works?)\b",
        r"\b(kontaktier|contact)\w*\b",
        r"\bwhere does [\w ]{1,60} work\b|\bwho does [\w ]{1,60} work for\b",
        r"['’]s (job|position|role)\b",
    ),
    "about": (
        r"\b(worum geht(s| es)?|wovon handelt|was ist das thema|beschreib\w*|thema)\b…" + _SHOW,
        r"\b(what is|what's|what are)\b…" + _SHOW + r"…\babout\b",
        r"\b(\w*beschreibung|description)\b",
        r"\b(an|für) wen\b…" + _SHOW,
        r"\b(themenbereiche|themengebiete|subject areas)\b",
        r"\bwelche themen\b…\b(behandelt|interviews?)\b",
        r"\b(topics?|themen)\b…" + _SHOW + r"…\b(cover|behandel\w*|geht|deal)",
        r"^(was ist|what is|what's) (der |dieser |das für ein |the |this )?podcast\W*$",
        r"\b(mission|ziel|aim|goal)\b…\bpodcasts?\b",
        r"\bdescribe\b…" + _SHOW,
        r"\bwas (lerne|erfahre|lernt man|erfährt man)\b…" + _SHOW,
    ),
    "language": (
        r"\b(in|auf) welcher sprache\b…(" + _SHOW + r"|\bgesprochen\b)",
        r"\b(what|which) language\b…" + _SHOW,
        _SHOW + r"…\b((what|which) language|welche[r]? sprache)\b",
    ),
    "firm": (
        r"^(was|what) (macht|ist|tut|does|is|kind)\b…\b_publisher_\b",
        r"\b(sitzt|stadt|based|located|services|leistungen|bietet|offers?)\b…\b_publisher_\b",
        r"\b_publisher_\b…\b(sitzt|stadt|based|located|services|leistungen|bietet|offers?)\b",
    ),
    "publisher": (
        r"\bwer\b…\b(steckt|steht) hinter\b…" + _SHOW,
        r"\b(wer|wem|welche\w* (firma|unternehmen))\b…\b(veröffentlicht|produziert|betreibt|gibt|"
        r"macht|gehört|steckt|steht)\b…\bpodcasts?\b",
        r"\bherausgeber\w*\b",
        r"\b(who|which company)\b…\b(behind|publish\w*|produces?|makes?|runs?|owns?)\b…" + _SHOW,
    ),
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
    return [word for word in words if word not in _AROUND]


@cache
def _expressions() -> list[tuple[str, list[Pieces]]]:
    return [(kind, expressions(texts)) for kind, texts in EXPRESSIONS.items()]
