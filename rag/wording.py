"""What the answers say around the quotes, in German and English."""

from datetime import date

from corpus import Episode, Moment
from rag.types import Language

Wording = dict[str, str]

ANSWERS: dict[Language, Wording] = {
    "de": {
        "says": "Dazu sagt {speaker} in {where}:",
        "someone": "jemand",
        "in_episode": "Folge {number}",
        "in_chapter": "Folge {number}, Kapitel „{chapter}“",
        "at": "{place}, bei {time}",
        "quote": "„{quote}“ [{number}]",
        "unsaid": "Dazu sagt der Podcast nichts.",
        "unsupported": "{sentence} (ohne Beleg){end}",
        "unsaid_person": "{name} kommt in diesem Podcast nicht vor.",
        "unsaid_episode": "Eine Folge {number} gibt es hier nicht; vorhanden: {known}.",
        "guest": "Zu Gast in {episode}:",
        "host": "Moderation:",
        "date": "{episode} ist am {date} erschienen:",
        "duration": "{episode} dauert {duration} Minuten:",
        "total": "Zusammen sind es {sum}:",
        "difference": "Der Unterschied ist {duration}:",
        "days": "Dazwischen liegen {count} Tage:",
        "chapters": "{episode} hat {count} Kapitel:",
        "chapter": "In den Kapitelmarken steht:",
        "podcast": "Der Podcast heißt:",
        "language": "Der Podcast ist auf {language}:",
        "count": "Es gibt {count} Folgen:",
        "links": "Links aus den Shownotes:",
        "person": "Über {name} steht in den Shownotes:",
        "about": "In den Shownotes steht:",
        "publisher": "Hinter dem Podcast steht {publisher}:",
        "title": "{episode} heißt:",
        "topic": "Laut den Shownotes geht es darum in {episodes}:",
        "newest": "{sentence} (die neuesten {shown} von {count}):",
    },
    "en": {
        "says": "{speaker} says in {where}:",
        "someone": "Someone",
        "in_episode": "episode {number}",
        "in_chapter": "episode {number}, chapter “{chapter}”",
        "at": "{place}, at {time}",
        "quote": "“{quote}” [{number}]",
        "unsaid": "The podcast does not say anything about that.",
        "unsupported": "{sentence} (no source){end}",
        "unsaid_person": "{name} does not come up in this podcast.",
        "unsaid_episode": "There is no episode {number} here; there are: {known}.",
        "guest": "The guest of {episode}:",
        "host": "The host:",
        "date": "{episode} came out on {date}:",
        "duration": "{episode} is {duration} minutes long:",
        "total": "Together that is {sum}:",
        "difference": "The difference is {duration}:",
        "days": "There are {count} days in between:",
        "chapters": "{episode} has {count} chapters:",
        "chapter": "The chapter marks say:",
        "podcast": "The podcast is called:",
        "language": "The podcast is in {language}:",
        "count": "There are {count} episodes:",
        "links": "Links from the show notes:",
        "person": "The show notes say about {name}:",
        "about": "The show notes say:",
        "publisher": "The podcast is published by {publisher}:",
        "title": "{episode} is called:",
        "topic": "According to the show notes, that comes up in {episodes}:",
        "newest": "{sentence} (the newest {shown} of {count}):",
    },
}
# Of podcasts, by ISO 639-1.
LANGUAGES: dict[Language, Wording] = {
    "de": {
        "de": "Deutsch",
        "en": "Englisch",
        "es": "Spanisch",
        "fr": "Französisch",
        "it": "Italienisch",
        "nl": "Niederländisch",
    },
    "en": {
        "de": "German",
        "en": "English",
        "es": "Spanish",
        "fr": "French",
        "it": "Italian",
        "nl": "Dutch",
    },
}
# Why the extractive answer was given instead of the language model's.
NOTICES: dict[Language, Wording] = {
    "de": {
        "timeout": "Das Sprachmodell hat zu lange nicht geantwortet; hier sind die Zitate.",
        "unreachable": "Das Sprachmodell ist nicht erreichbar; hier sind die Zitate.",
        "rate_limit": "Das Sprachmodell ist gerade ausgelastet; hier sind die Zitate.",
        "too_long": "Die Fundstellen sind zu lang für das Sprachmodell; hier sind die Zitate.",
        "denied": "Das Sprachmodell verweigert den Zugang; hier sind die Zitate.",
        "unknown": "Das eingestellte Sprachmodell gibt es dort nicht; hier sind die Zitate.",
        "broken": "Das Sprachmodell hat einen Fehler gemeldet; hier sind die Zitate.",
        "empty": "Das Sprachmodell hat nichts geantwortet; hier sind die Zitate.",
        "spent": "Das Sprachmodell hat für heute genug geschrieben; hier sind die Zitate.",
        "unsupported": "Was das Sprachmodell schrieb, ist nicht belegt; hier sind die Zitate.",
    },
    "en": {
        "timeout": "The language model was silent for too long; here are the quotes.",
        "unreachable": "The language model cannot be reached; here are the quotes.",
        "rate_limit": "The language model is busy at the moment; here are the quotes.",
        "too_long": "The passages are too long for the language model; here are the quotes.",
        "denied": "The language model denies access; here are the quotes.",
        "unknown": "The language model that is set does not exist there; here are the quotes.",
        "broken": "The language model reported an error; here are the quotes.",
        "empty": "The language model did not answer; here are the quotes.",
        "spent": "The language model has written enough for today; here are the quotes.",
        "unsupported": "What the language model wrote is not supported; here are the quotes.",
    },
}
_MONTHS: dict[Language, str] = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


def place(episode: Episode, chapter: str | None, when: Moment | None, language: Language) -> str:
    """As in "Folge 2, Kapitel „…“, bei ≈ 29:28": as much of it as is known."""
    words = ANSWERS[language]
    key = "in_chapter" if chapter else "in_episode"
    where = words[key].format(number=episode.number, chapter=(chapter or "").rstrip("."))
    return words["at"].format(place=where, time=when) if when else where


def long_date(day: date, language: Language) -> str:
    """As in "2. März 2021" or "March 2, 2021"."""
    month = _MONTHS[language].split()[day.month - 1]
    return (
        f"{day.day}. {month} {day.year}" if language == "de" else f"{month} {day.day}, {day.year}"
    )


def short_date(day: date) -> str:
    """As in "02.03.2021", as podcast hosts print it."""
    return f"{day:%d.%m.%Y}"
