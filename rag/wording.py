"""The words of answers around the quotes, in German and English."""

from collections.abc import Sequence
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.units import format_unit

from corpus import Episode, Moment
from rag.types import Language, Span

Wording = dict[str, str]

ANSWERS: dict[Language, Wording] = {
    "de": {
        "says": "Dazu sagt {speaker} in {where}:",
        "says_too": "{speaker} in {where}:",
        "someone": "jemand",
        "in_episode": "Folge {number}",
        "in_chapter": "Folge {number}, Kapitel „{chapter}“",
        "at": "{place}, bei {time}",
        "in_podcast": "„{podcast}“, {place}",
        "of_podcast": "„{podcast}“:",
        "quote": "„{quote}“ [{number}]",
        "unsaid": "Dazu sagt der Podcast nichts.",
        "unsaid_all": "Dazu sagt keiner der Podcasts etwas.",
        "unsaid_episode_all": "Eine Folge {number} gibt es in keinem der Podcasts.",
        "which": "Welcher Podcast ist gemeint? Bitte nenne in der Frage einen davon: {podcasts}.",
        "unasked": "Nicht gefragt werden konnte gerade: {podcasts}.",
        "unsupported": "{sentence} (ohne Beleg){end}",
        "unsaid_person": "{name} kommt in diesem Podcast nicht vor.",
        "unsaid_episode": "Eine Folge {number} gibt es hier nicht; vorhanden: {known}.",
        "guest_one": "In {episode} ist {people} zu Gast.",
        "guest": "In {episode} sind {people} zu Gast.",
        "host_one": "Durch {place} führt {people}.",
        "host": "Durch {place} führen {people}.",
        "the_podcast": "den Podcast",
        "date": "{episode} ist am {date} erschienen [{note}].",
        "days_one": "Dazwischen liegt {count} Tag.",
        "days": "Dazwischen liegen {count} Tage.",
        "duration": "{episode} dauert {duration} [{note}].",
        "total": "Zusammen sind es {sum}.",
        "difference": "Der Unterschied beträgt {duration}.",
        "chapters_one": "{episode} hat {count} Kapitel.",
        "chapters": "{episode} hat {count} Kapitel.",
        "chapter": "In den Kapitelmarken steht:",
        "podcast": "Der Podcast heißt „{title}“ [1].",
        "language": "Der Podcast ist auf {language} [1].",
        "count_one": "Es gibt {count} Folge:",
        "count": "Es gibt {count} Folgen:",
        "newest": "Hier sind die neuesten {shown} von {count} Folgen:",
        "newest_episodes": "Es gibt {count} Folgen. Hier sind die neuesten {shown}:",
        "links": "Links aus den Shownotes:",
        "person": "Über {name} steht in den Shownotes:",
        "about": "In den Shownotes steht:",
        "publisher": "Hinter dem Podcast steht {name} [{note}].",
        "website": "Die Website ist {name} [{note}].",
        "title": "{episode} heißt „{title}“ [{note}].",
        "topic": "Laut den Shownotes geht es darum in {episodes}:",
    },
    "en": {
        "says": "{speaker} says in {where}:",
        "says_too": "{speaker} in {where}:",
        "someone": "Someone",
        "in_episode": "episode {number}",
        "in_chapter": "episode {number}, chapter “{chapter}”",
        "at": "{place}, at {time}",
        "in_podcast": "“{podcast}”, {place}",
        "of_podcast": "“{podcast}”:",
        "quote": "“{quote}” [{number}]",
        "unsaid": "The podcast does not say anything about that.",
        "unsaid_all": "None of the podcasts says anything about that.",
        "unsaid_episode_all": "There is no episode {number} in any of the podcasts.",
        "which": "Which podcast do you mean? Please name one of them in the question: {podcasts}.",
        "unasked": "Could not be asked just now: {podcasts}.",
        "unsupported": "{sentence} (no source){end}",
        "unsaid_person": "{name} does not come up in this podcast.",
        "unsaid_episode": "There is no episode {number} here; there are: {known}.",
        "guest_one": "The guest of {episode} is {people}.",
        "guest": "The guests of {episode} are {people}.",
        "host_one": "The host of {place} is {people}.",
        "host": "The hosts of {place} are {people}.",
        "the_podcast": "the podcast",
        "date": "{episode} came out on {date} [{note}].",
        "days_one": "There is {count} day in between.",
        "days": "There are {count} days in between.",
        "duration": "{episode} lasts {duration} [{note}].",
        "total": "Together that is {sum}.",
        "difference": "The difference is {duration}.",
        "chapters_one": "{episode} has {count} chapter.",
        "chapters": "{episode} has {count} chapters.",
        "chapter": "The chapter marks say:",
        "podcast": "The podcast is called “{title}” [1].",
        "language": "The podcast is in {language} [1].",
        "count_one": "There is {count} episode:",
        "count": "There are {count} episodes:",
        "newest": "Here are the newest {shown} of {count} episodes:",
        "newest_episodes": "There are {count} episodes. Here are the newest {shown}:",
        "links": "Links from the show notes:",
        "person": "The show notes say about {name}:",
        "about": "The show notes say:",
        "publisher": "The podcast is published by {name} [{note}].",
        "website": "The website is {name} [{note}].",
        "title": "{episode} is called “{title}” [{note}].",
        "topic": "According to the show notes, that comes up in {episodes}:",
    },
}
# What hosts and guests are called; by the roles of `corpus.people`.
ROLES: dict[Language, Wording] = {
    "de": {"host": "Moderation", "guest": "Gast"},
    "en": {"host": "Host", "guest": "Guest"},
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


def place(episode: Episode, chapter: str | None, when: Moment | None, language: Language) -> str:
    """Format a place like "Folge 2, Kapitel „…“, bei ≈ 29:28", as far as it is known."""
    words = ANSWERS[language]
    key = "in_chapter" if chapter else "in_episode"
    where = words[key].format(number=episode.number, chapter=(chapter or "").rstrip("."))
    return words["at"].format(place=where, time=when) if when else where


def place_of(span: Span, language: Language) -> str:
    """Format the place of a span, with the podcast's name where there are several."""
    chapter = span.chapter.title if span.chapter else None
    where = place(span.episode, chapter, span.begins, language)
    if span.podcast is None:
        return where
    return ANSWERS[language]["in_podcast"].format(podcast=span.podcast.title, place=where)


def said_by(quote: Span, language: Language, key: str = "says_too") -> str:
    """Format who says a quote, where and when; `key` is that of the sentence."""
    words = ANSWERS[language]
    where = place_of(quote, language)
    said = words[key].format(speaker=quote.speaker or words["someone"], where=where)
    return said[0].upper() + said[1:]


def long_date(day: date, language: Language) -> str:
    """Format a date like "2. März 2021" or "March 2, 2021"."""
    return format_date(day, "long", locale=language)


def short_date(day: date) -> str:
    """Format a date like "02.03.2021", as podcast hosts print it."""
    return f"{day:%d.%m.%Y}"


def long_time(seconds: float, language: Language) -> str:
    """Format a time like "1 Stunde und 41 Minuten"; fractions of a second are cut off."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = {"hour": hours, "minute": minute, "second": 0 if hours else second}
    named = [
        format_unit(count, f"duration-{unit}", locale=language)
        for unit, count in parts.items()
        if count or (unit == "second" and not minutes)
    ]
    return listed(named, language)


def listed(parts: Sequence[str], language: Language) -> str:
    """Join parts like "a, b und c"."""
    return format_list(parts, locale=language)


def language_name(code: str, language: Language) -> str:
    """Return a language's name: "Deutsch" for "de" or "de-AT"; the code where it has none."""
    try:
        name = Locale.parse(code, sep="-" if "-" in code else "_").language
        return str(Locale(language).languages.get(name, code))
    except (ValueError, UnknownLocaleError):
        return code
