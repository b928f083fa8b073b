"""Everything that rag says, as types: a language that lacks a sentence does not pass mypy.

What stands in braces is filled in by `str.format`; a test holds the languages against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A sentence about {count} things, by the plural forms of Unicode's CLDR.

    German and English have `one` and `other`; a language with more of them fills in `few`, `many`.
    """

    one: str
    other: str
    few: str | None = None
    many: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers around the quotes, and what the show notes say."""

    # Who says it, and where
    says: str
    says_too: str
    someone: str
    in_episode: str
    in_chapter: str
    at: str
    in_podcast: str
    of_podcast: str
    title_of_podcast: str
    quote: str
    # Nothing is said, or too much
    unsaid: str
    unsaid_by: str
    unsaid_in: str
    unsaid_by_in: str
    said_elsewhere: str
    no_more: str
    unsaid_all: str
    unsaid_person: str
    unsaid_episode: str
    unsaid_episode_all: str
    which: str
    unasked: str
    unsupported: str
    # Facts of the show
    guest: Counted
    host: Counted
    the_podcast: str
    date: str
    days: Counted
    duration: str
    total: str
    difference: str
    chapters: Counted
    chapter: str
    podcast: str
    language: str
    count: Counted
    newest: str
    newest_episodes: str
    links: str
    person: str
    about: str
    publisher: str
    no_publisher: str
    website: str
    title: str
    topic: str
    notes: str
    notes_of: str
    no_guest: str
    no_host: str
    no_date: str
    no_duration: str
    no_chapters: str
    no_links: str
    more: Counted
    guests_in: str
    guests_of_all: str
    person_in: Counted
    heard: str
    of_episodes: str
    some_episodes: Counted
    no_episodes: str
    extremes: Mapping[str, str]
    extreme_length: str
    extreme_words: str
    extreme_date: str
    # What to ask next
    ask_chapter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What leads up to the words that a request is answered with, or says that there are none."""

    which_episode: str
    # Times
    said_at: str
    said_between: str
    goes_on: str
    beyond: str
    untimed: str
    begins: str
    begins_with: str
    ends: str
    ends_with: str
    # Words and sentences, exactly
    counted: Counted
    never: str
    from_speaker: str
    within: str
    by: str
    by_episode: str
    share: str
    form: str
    more: str
    other_forms: str
    said_by: str
    nearly_said_by: str
    not_said: str
    nearest: str
    # Chapters, summaries and topics
    in_chapter: str
    which_chapter: str
    advertised: str
    summary: str
    summary_of_newest: str
    summary_of_each: str
    statements: str
    introduced: str
    first_named: str
    voices: str
    all_voices: str
    voice: str
    on_topic: str
    compared: str
    says_nothing: str
    nothing_in: str
    after_that: str
    example: str
    before_that: str
    no_further: str
    open_at: str
    open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Answers to turns that are no question, by intent, and what can be asked instead."""

    greeting: str
    thanks: str
    goodbye: str
    help: str
    identity: str
    acknowledgement: str
    smalltalk: str
    complaint: str
    unsupported: str
    nonsense: str
    change_language: str
    ask_for: str
    ask_about: str
    ask_guest: str
    ask_chapters: str
    ask_title: str
    ask_episodes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Names of the roles of `corpus.people`; others stay as they were published."""

    host: str
    guest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Why there are quotes instead of a written answer: a line for each `rag.errors.Reason`."""

    timeout: str
    unreachable: str
    rate_limit: str
    too_long: str
    denied: str
    unknown: str
    broken: str
    empty: str
    spent: str
    unsupported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Errors that whoever asks gets to see."""

    no_words: str
    nothing_fits: str
    too_long: str
    unreadable: str
    no_such_episode: str
    no_such_speaker: str
    no_such_podcast: str
    # The operator has to do something.
    server_away: str
    index_unusable: str
    run: str
    free_space: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language."""

    answers: Answers
    requests: Requests
    talk: Talk
    roles: Roles
    notices: Notices
    errors: Errors
