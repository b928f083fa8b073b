"""Count how often a word or a name is said, by whom and where: exactly, over the transcript."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, takewhile

from rag.question.episode_names import without_episode
from rag.question.followup import adds_nothing, only_places
from rag.question.scope import people_meant
from rag.requests.places import capital
from rag.requests.request import Request, Told
from rag.requests.spoken import quote_of, sentences_of
from rag.retrieval.exact import Place, other_forms, places
from rag.show.episode_about import with_number
from rag.text.analyzer import STOP_WORDS
from rag.text.names import people_named
from rag.text.quoted import quoted
from rag.types import Quote, Scope
from rag.wording.formats import listed, whole_number
from rag.wording.languages import counted, words_in

MOST_WORDS = 3  # that one question asks for
MOST_QUOTED = 3  # of the places
MOST_NAMED = 8  # speakers, episodes and forms
_TOKEN = re.compile(r"[\w'’-]+")
_NAMES_A_WORD = frozenset(
    "wort worte wörter wrot begriff begriffe name namen ausdruck phrase word words term name "  # noqa: SIM905
    "names phrase expression ausdrucks wortes worts begriffs".split()
)
_OFTEN = frozenset({"oft", "häufig", "haeufig", "often", "times", "frequently"})
# What is asked with, not asked for. Stop words are none of it either.
_ASKING = frozenset(
    "oft häufig häufigkeit haeufig häufiger häufigsten anzahl zahl zahlen zähl zähle zählst zaehle "  # noqa: SIM905
    "zählen mal male times many often number count counts counted frequency frequent frequently "
    "total tally insgesamt gesamt überhaupt ueberhaupt sagt sagen sage gesagt sagte say says said "
    "saying spoken speak speaks uttered utter fällt faellt fallen gefallen fiel nennt nennen "
    "genannt nannte named mention mentions mentioned mentioning erwähnt erwaehnt erwähnen "
    "erwähnung erwähnungen nennung nennungen kommt komt kommen kam vor vorkommt vorkommen come "
    "comes came up occur occurs occurred occurrence occurrences occurences appear appears appeared "
    "turn turns taucht auf tauchte benutzt benutzen benutzte verwendet verwenden use uses used "
    "using gebraucht hört hören hear heard steht stellen stelle treffer hits places spots "
    "podcast folge folgen episode episodes ep show shows sendung transkript transcript bitte "
    "please wieviel wieviele worthäufigkeit wortzählung wordcount freqency statistik statisitk "
    "stats rate namentlich irgendwo irgendwer anywhere ever jemals literally wörtlich eigentlich "
    "such suche search find zeig show gib give rede talk redet talks speaker sprecher guest "
    "one ones there here dort hier viel viele many davon "
    "gast host moderator host überall wer wo wann wurde wurden worden was were".split()
)


def count_word(request: Request) -> Told | None:
    """Count the words that are asked for; None where none can be made out."""
    index, question = request.index, request.understood.question
    # "In der Redis-Folge" says where, not what.
    text = with_number(question.text, index.corpus, index.episodes_saying)
    history, speakers, asked = question.history, index.corpus.speakers, list[str]()
    if history and only_places(text, speakers) and people_named(history[-1], speakers):
        # "Und Andy?" wants those counted of him, after how often Wolfi says them.
        before = words_asked(request, history[-1])
        asked = [] if any(people_named(words, speakers) for words in before) else before
    if not asked:
        # "Wie oft?" is asked of the latest question that says any; "Wie viele?" only after that.
        lately = " ".join([*history[-1:], text]).lower()
        is_of_words = not _OFTEN.isdisjoint(_TOKEN.findall(lately))
        earlier = [one for one in reversed(history) if is_of_words and not adds_nothing(one)]
        said = (words_asked(request, one) for one in chain([text], earlier))
        asked = next(filter(None, said), [])
    return counted_words(request, asked) if asked else None


def counted_words(request: Request, asked: Sequence[str]) -> Told:
    """Count these words: a line for each, and their first places quoted."""
    lines: list[str] = []
    quotes: list[Quote] = []
    for words in asked[:MOST_WORDS]:
        scope = _scope(request, words)
        found = list(places(request.index, words, scope))
        lines.append(_line(request, words, scope, found))
        most = MOST_QUOTED if len(asked) == 1 else 1
        quotes += [quote_around(request, place) for place in found[:most]]
    return Told("\n\n".join(lines), tuple(dict.fromkeys(quotes)))


def quote_around(request: Request, place: Place) -> Quote:
    """Quote the sentences that hold the words of a place."""
    around = [
        chunk
        for chunk in sentences_of(request.index, Scope(place.episode.number))
        if chunk.turn_index == place.turn_index
        and chunk.start < place.end
        and place.start < chunk.end
    ]
    within = [chunk for chunk in around if chunk.chapter == around[0].chapter]
    return quote_of(within[0], within[-1])


def words_asked(request: Request, text: str) -> list[str]:
    """Return the words that a question wants counted: quoted, called a word, or all that is left.

    What asks is left out, and the speaker whose words are counted.
    """
    if marked := quoted(text):
        return list(dict.fromkeys(marked))
    words = _TOKEN.findall(text)
    for at, word in enumerate(words[:-1], 1):
        if word.lower() in _NAMES_A_WORD and not _is_asking(words[at]):
            # What follows "das Wort": one word, or a name of several.
            name = takewhile(lambda each: each[:1].isupper(), words[at:])
            return [" ".join(name) or words[at]]
    left = _left(request, text, words)
    return [" ".join(left)] if left else []


def _left(request: Request, text: str, words: Sequence[str]) -> list[str]:
    """Return the last words that stand together and do not ask.

    Without whose words they are, if others are left.
    """
    outside = set(_TOKEN.findall(without_episode(text).lower()))
    kept = [w if w.lower() in outside and not _is_asking(w) else "" for w in words]
    speakers = request.index.corpus.speakers
    others = ["" if people_named(word, speakers) else word for word in kept]
    left = others if any(others) else kept
    runs = [list(run) for stands, run in groupby(left, bool) if stands]
    return runs[-1] if runs else []


def _is_asking(word: str) -> bool:
    return word.lower() in _ASKING or word.lower() in STOP_WORDS or not word.strip("'’-")


def _scope(request: Request, words: str) -> Scope:
    """Return where to count: with one speaker named, who is not the word, among his words."""
    understood = request.understood
    text, corpus = understood.question.text, request.index.corpus
    # Whose words were spoken of before is not asked of "they".
    own = understood.named if only_places(text, corpus.speakers) else people_meant(text, corpus)
    others = [name for name in own if not people_named(words, (name,))]
    speaker = understood.question.scope.speaker or (others[0] if len(others) == 1 else None)
    if speaker is not None and people_named(words, (speaker,)):
        speaker = None
    return Scope(understood.scope.episode, speaker)


def _line(request: Request, words: str, scope: Scope, found: Sequence[Place]) -> str:
    """Say how often words are said, then by whom, in which episodes, and in which other forms."""
    language = request.understood.language
    say, in_episode = words_in(language).requests, words_in(language).answers.in_episode
    where = "" if scope.speaker is None else f" {say.from_speaker.format(speaker=scope.speaker)}"
    if scope.episode is not None:
        where += f" {say.within.format(episode=in_episode.format(number=scope.episode))}"
    times = whole_number(len(found), language)
    form = counted(say.counted, len(found), language) if found else say.never
    parts = [form.format(word=words, place=where, times=times)]
    if len(found) > 1 and scope.speaker is None:
        someone = words_in(language).answers.someone
        parts += _shares(request, (place.speaker or someone for place in found), say.by)
    if len(found) > 1 and scope.episode is None and len(request.index.corpus.episodes) > 1:
        parts += _shares(
            request, (in_episode.format(number=p.episode.number) for p in found), say.by_episode
        )
    forms = Counter(other_forms(request.index, words, scope))
    if forms:
        parts.append(say.other_forms.format(forms=_tally(request, forms, say.form)))
    return " ".join(filter(None, parts))


def _shares(request: Request, names: Iterable[str], form: str) -> list[str]:
    tally = Counter(names)
    shares = words_in(request.understood.language).requests.share
    return [capital(form.format(shares=_tally(request, tally, shares)))]


def _tally(request: Request, tally: Counter[str], form: str) -> str:
    """List the most frequent with their numbers, and how many more there are."""
    language = request.understood.language
    parts = [
        form.format(name=name, times=whole_number(times, language))
        for name, times in tally.most_common(MOST_NAMED)
    ]
    left = len(tally) - len(parts)
    more = words_in(language).requests.more
    return listed(
        [*parts, *([more.format(count=whole_number(left, language))] if left else [])], language
    )
