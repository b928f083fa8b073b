"""Places, people, dates, lengths and names of languages as readers write them."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from corpus import Episode, Moment
from corpus.people import MAKERS, role_of
from rag.errors import Reason
from rag.types import Language, Scope, Span
from rag.wording.languages import LANGUAGES, words_in


def place(episode: Episode, chapter: str | None, when: Moment | None, language: Language) -> str:
    """Format a place like "Folge 2, Kapitel „…“, bei ≈ 29:28", as far as it is known."""
    words = words_in(language).answers
    form = words.in_chapter if chapter else words.in_episode
    where = form.format(number=episode.number, chapter=(chapter or "").rstrip("."))
    return words.at.format(place=where, time=when) if when else where


def place_of(span: Span, language: Language) -> str:
    """Format the place of a span, with the podcast's name where there are several."""
    chapter = span.chapter.title if span.chapter else None
    where = place(span.episode, chapter, span.begins, language)
    if span.podcast is None:
        return where
    return words_in(language).answers.in_podcast.format(podcast=span.podcast.title, place=where)


def said_by(quote: Span, language: Language, *, first: bool = False) -> str:
    """Format who says a quote, where and when; the first of an answer is led up to."""
    words = words_in(language).answers
    form, where = words.says if first else words.says_too, place_of(quote, language)
    said = form.format(speaker=quote.speaker or words.someone, where=where)
    return said[0].upper() + said[1:]


def unsaid_in(scope: Scope, language: Language) -> str:
    """Say that nothing is said in an episode, by a speaker, or both."""
    words, number, name = words_in(language).answers, scope.episode, scope.speaker
    if number is None:
        return words.unsaid_by.format(name=name)
    form = words.unsaid_by_in if name else words.unsaid_in
    return form.format(name=name, number=number)


def quotation(text: str, number: int, language: Language) -> str:
    """Format a quote with the number of its citation."""
    return words_in(language).answers.quote.format(quote=text.strip(), number=number)


def role_names(published: str | None) -> dict[Language, str]:
    """Return what a published role is called in each language; {} if neither host nor guest."""
    role = role_of(published)
    if role is None or role == MAKERS:
        return {}
    return {language: getattr(words_in(language).roles, role) for language in LANGUAGES}


def notice(reason: Reason, language: Language) -> str:
    """Say why a language model did not write the answer."""
    text: str = getattr(words_in(language).notices, reason)
    return text


def notices(language: Language) -> tuple[str, ...]:
    """Return all that `notice` can say."""
    return astuple(words_in(language).notices)


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


def in_minutes(seconds: float, language: Language) -> str:
    """Format a length as shortly as "36 Min.", rounded."""
    minutes = round(seconds / 60)
    return format_unit(minutes, "duration-minute", length="short", locale=language)


def whole_number(count: int, language: Language) -> str:
    """Format a number like "1.234" or "1,234"."""
    return format_decimal(count, locale=language)


def listed(parts: Sequence[str], language: Language) -> str:
    """Join parts like "a, b und c"."""
    return format_list(parts, locale=language)


def percent(share: float, language: Language) -> str:
    """Write a share, 0 to 1, as whole percent: "65 %"."""
    return str(format_percent(share, locale=language))


def language_name(code: str, language: Language) -> str:
    """Return a language's name: "Deutsch" for "de" or "de-AT"; the code where it has none."""
    try:
        name = Locale.parse(code, sep="-" if "-" in code else "_").language
        return str(Locale(language).languages.get(name, code))
    except (ValueError, UnknownLocaleError):
        return code
