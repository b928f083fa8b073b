"""The window's wording: the same sentences in every language, checked by their type."""

from dataclasses import dataclass

from rag.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Every sentence of ours in one language; what stands in braces is filled in."""

    # The frame
    code: Language
    title: str
    tagline: str
    tagline_all: str
    podcast: str
    all_podcasts: str
    views: str
    ask_view: str
    search_view: str
    episodes_view: str
    in_this_language: str
    skip: str
    # Asking
    welcome: str
    welcome_more: str
    welcome_more_all: str
    examples: str
    question: str
    placeholder: str
    ask: str
    stop: str
    editing: str
    keep: str
    filters: str
    filter_episode: str
    filter_speaker: str
    all_episodes: str
    all_speakers: str
    reset: str
    save: str
    clear: str
    clear_question: str
    kept_here: str
    # An answer
    waiting: str
    in_line: str
    busy: str
    overdone: str
    writing: str
    stopped: str
    stopped_early: str
    lost: str
    offline: str
    broken: str
    trouble: str
    again: str
    extractive: str
    generated: str
    done: str
    copy: str
    copied: str
    not_copied: str
    link_question: str
    link_question_hint: str
    edit: str
    edit_hint: str
    retry: str
    retry_hint: str
    copy_hint: str
    good: str
    bad: str
    rate: str
    comment: str
    send: str
    thanks: str
    unrated: str
    next: str
    # Sources
    sources: str
    beside: str
    not_said: str
    not_said_more: str
    nearest: str
    citation: str
    passage: str
    show_citation: str
    back_to_answer: str
    episode: str
    chapter: str
    titled: str
    from_shownotes: str
    whole_podcast: str
    unknown_speaker: str
    time_unknown: str
    measured: str
    estimated: str
    listen: str
    read: str
    open_episode: str
    copy_link: str
    copy_quote: str
    quoted: str
    # What is kept and taken along
    conversations: str
    conversations_hint: str
    new_conversation: str
    questions_asked: str
    full_conversation: str
    storage_full: str
    close: str
    saved_quotes: str
    no_saved_quotes: str
    export_quotes: str
    save_quote: str
    saved_quote: str
    as_image: str
    downloads: str
    this_is_it: str
    open_window: str
    as_text: str
    # Where it is said
    timeline: str
    segment: str
    mark_cited: str
    mark_beside: str
    # Searching
    search_title: str
    search_more: str
    search: str
    search_for: str
    found: str
    found_nothing: str
    found_nothing_more: str
    # Episodes
    shelf: str
    sift: str
    left: str
    back_to_shelf: str
    pick: str
    pick_more: str
    no_episode: str
    with_guest: str
    published: str
    duration: str
    listen_episode: str
    original_page: str
    chapters: str
    shownotes: str
    people: str
    links: str
    transcript: str
    no_transcript: str
    find_in: str
    hits: str
    no_hits: str
    previous_hit: str
    next_hit: str
    now_in: str
    # Listening
    player: str
    speed: str
    close_player: str
    no_audio: str
    # For other programs
    bad_request: str
    nothing_here: str
    not_done_here: str
    starting: str
    too_many_bytes: str
    too_slow: str
    no_json: str
    too_much: str
    no_files: str
    one_host: str
    unknown_name: str
    unknown_origin: str
    ready: str
    # Questions that any podcast can be asked; {episode} is the number of its latest episode.
    sample_questions: tuple[str, ...]
    # One for each podcast of several: what it is about where it says so, else how many episodes.
    sample_about: str
    sample_count: str
