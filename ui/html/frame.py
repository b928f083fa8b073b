"""The HTML around conversation, passages and transcripts: head, forms, playback, empty states."""

from collections.abc import Sequence

from markupsafe import Markup

from corpus import Corpus, Episode
from ui.html.cards import short_title
from ui.html.sample_questions import sample_questions
from ui.texts.wording import Wording

# Far above what is answered, so that a long question gets a friendly message instead of being
# cut without a word; only there to bound what is sent.
INPUT_CHARACTERS = 20_000


def masthead(corpora: Sequence[Corpus], words: Wording) -> Markup:
    """Name, what it does, which podcast of several, the three views, the other language."""
    views = (
        ("fragen", "?", words.ask_view),
        ("suchen", "?suche=", words.search_view),
        ("folgen", "?folge=", words.episodes_view),
    )
    link = Markup('<a href="{1}" data-view="{0}">{2}</a>')
    return Markup(
        '<a class="skip" href="#question">{skip}</a><header class="masthead">'
        "<h1>{title}</h1><p>{tagline}</p>{chooser}"
        '<nav aria-label="{views}">{links}</nav>'
        '<button type="button" class="language" data-act="language" data-language="{other}" '
        'lang="{other}" title="{hint}"><span class="long">{language}</span>'
        '<span class="short">{short}</span></button></header>'
        '<p class="offline" role="alert" data-text="{offline}"></p>'
    ).format(
        offline=words.offline,
        skip=words.skip,
        title=words.title,
        tagline=_tagline(corpora, words),
        chooser=_chooser(corpora, words) if len(corpora) > 1 else "",
        views=words.views,
        links=Markup("").join(link.format(*view) for view in views),
        other="en" if words.code == "de" else "de",
        hint=words.other_language_hint,
        short="EN" if words.code == "de" else "DE",
        language=words.other_language,
    )


def _tagline(corpora: Sequence[Corpus], words: Wording) -> str:
    if len(corpora) > 1:
        return words.tagline_all.format(count=len(corpora))
    return words.tagline.format(podcast=corpora[0].podcast.title)


def _chooser(corpora: Sequence[Corpus], words: Wording) -> Markup:
    podcasts = [(one.podcast.slug, one.podcast.title) for one in corpora]
    select = _select("chosen-podcast", words.podcast, words.all_podcasts, podcasts)
    return Markup('<div class="chooser">{}</div>').format(select)


def welcome(corpora: Sequence[Corpus], words: Wording) -> Markup:
    """The first screen: an invitation and questions that can be asked."""
    sample = Markup(
        '<li><button type="button" class="sample" data-act="ask" data-question="{0}">{0}</button>'
        "</li>"
    )
    samples = sample_questions(corpora, words)
    return Markup(
        '<section class="welcome"><h2>{}</h2><p>{}</p><ul aria-label="{}">{}</ul></section>'
    ).format(
        words.welcome,
        words.welcome_more_all if len(corpora) > 1 else words.welcome_more,
        words.examples,
        Markup("").join(sample.format(question) for question in samples),
    )


def composer(corpus: Corpus | None, words: Wording) -> Markup:
    """Where a question is written; the filters stand beside it, always to be seen.

    There are none where all podcasts are asked: their episodes have the same numbers.
    """
    return Markup(
        '<form class="composer" autocomplete="off">'
        '<p class="editing" data-template="{editing}" hidden><span></span> '
        '<button type="button" data-act="keep">{keep}</button></p>'
        '<div class="field"><label class="sr-only" for="question">{question}</label>'
        '<textarea id="question" name="question" rows="1" maxlength="{most}" dir="auto" '
        'placeholder="{placeholder}" enterkeyhint="send"></textarea>'
        '<button type="submit" class="primary send">{ask}</button>'
        '<button type="button" class="primary stop" data-act="stop">{stop}</button></div>'
        '<div class="below">{filters}<span class="keeping">'
        '<button type="button" data-act="save" class="quiet">{save}</button>'
        '<button type="button" data-act="clear" class="quiet" data-question="{sure}" '
        'title="{kept}">{clear}</button></span></div></form>'
    ).format(
        editing=words.editing,
        keep=words.keep,
        question=words.question,
        most=INPUT_CHARACTERS,
        placeholder=words.placeholder,
        ask=words.ask,
        stop=words.stop,
        filters=_filters(corpus, words, "ask"),
        save=words.save,
        clear=words.clear,
        sure=words.clear_question,
        kept=words.kept_here,
    )


def search_form(corpus: Corpus | None, words: Wording) -> Markup:
    """Where somebody writes who wants to find rather than ask; filters as in `composer`."""
    return Markup(
        '<form class="finder" role="search" autocomplete="off"><h2>{title}</h2><p>{more}</p>'
        '<div class="field"><label class="sr-only" for="search">{label}</label>'
        '<input id="search" name="question" type="search" maxlength="{most}" dir="auto" '
        'placeholder="{label}" enterkeyhint="search">'
        '<button type="submit" class="primary send">{search}</button></div>'
        '<div class="below">{filters}</div></form>'
    ).format(
        title=words.search_title,
        more=words.search_more,
        label=words.search_for,
        most=INPUT_CHARACTERS,
        search=words.search,
        filters=_filters(corpus, words, "search"),
    )


def player(words: Wording) -> Markup:
    """The one audio element of the page; nothing is fetched before somebody presses play."""
    speeds = Markup("").join(
        Markup("<option value={0}{1}>{0}×</option>").format(
            speed, Markup(" selected") if speed == "1" else ""
        )
        for speed in ("1", "1.25", "1.5", "1.75", "2")
    )
    return Markup(
        '<section class="player" aria-label="{player}" hidden><p class="playing" '
        'aria-live="polite"></p><audio controls preload="none"></audio>'
        "<label>{speed} <select>{speeds}</select></label>"
        '<button type="button" class="quiet" data-act="silence" aria-label="{close}">✕</button>'
        '<p class="trouble" role="alert" data-text="{trouble}"></p></section>'
    ).format(
        player=words.player,
        speed=words.speed,
        speeds=speeds,
        close=words.close_player,
        trouble=words.no_audio,
    )


def empty(kind: str, title: str, more: str) -> Markup:
    """What stands where there is nothing to show, and why."""
    return Markup(
        '<div class="empty {}"><span class="emblem" aria-hidden="true"></span>'
        "<h3>{}</h3><p>{}</p></div>"
    ).format(kind, title, more)


def _filters(corpus: Corpus | None, words: Wording, form: str) -> Markup:
    episodes = [(one.number, _named(one, words)) for one in corpus or ()]
    speakers = [(name, name) for name in corpus.speakers] if corpus else []
    return Markup(
        '<fieldset class="filters"{hidden}><legend class="sr-only">{legend}</legend>'
        "{episode}{speaker}"
        '<button type="button" class="quiet reset" data-act="reset" hidden>{reset}</button>'
        "</fieldset>"
    ).format(
        hidden="" if corpus else Markup(" hidden"),
        legend=words.filters,
        episode=_select(f"{form}-episode", words.filter_episode, words.all_episodes, episodes),
        speaker=_select(f"{form}-speaker", words.filter_speaker, words.all_speakers, speakers),
        reset=words.reset,
    )


def _named(episode: Episode, words: Wording) -> str:
    title = short_title(episode)
    number = words.episode.format(number=episode.number)
    return f"{number} · {title[:50]}{'…' if title[50:] else ''}"


def _select(name: str, label: str, every: str, choices: Sequence[tuple[object, str]]) -> Markup:
    option = Markup('<option value="{}">{}</option>')
    return Markup(
        '<label class="sr-only" for="{0}">{1}</label>'
        '<select id="{0}" name="{2}"><option value="">{3}</option>{4}</select>'
    ).format(
        name,
        label,
        name.split("-")[-1],
        every,
        Markup("").join(option.format(*choice) for choice in choices),
    )
