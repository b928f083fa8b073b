"""Questions that the first screen offers: those that the notes and chapters are known to answer."""

from collections.abc import Mapping, Sequence
from itertools import islice

from corpus import Corpus
from corpus.people import GUESTS, with_role
from rag.suggestions import about, topics
from rag.types import Language
from rag.wording.languages import words_in
from ui.texts.wording import Wording

MOST = 4
LATEST = 20  # episodes in which a chapter is looked for
# Better ones than those for any podcast, for the podcast that is shipped, by slug and language.
BY_PODCAST: Mapping[tuple[str, Language], tuple[str, ...]] = {
    ("better-call-service", "de"): (
        "Was sollte man auf keinen Fall automatisieren?",
        "Welche Vorteile hat Homeoffice?",
        "Was sind die wichtigsten Aussagen von Harald Henn?",
        "Wer ist in Folge 2 zu Gast?",
    ),
}


def sample_questions(corpora: Sequence[Corpus], words: Wording) -> tuple[str, ...]:
    """Return up to four questions that these podcasts can be asked."""
    if len(corpora) > 1:
        shown = [corpus.podcast for corpus in corpora[:MOST]]
        forms = [words.sample_about if one.description else words.sample_count for one in shown]
        return tuple(form.format(podcast=one.title) for form, one in zip(forms, shown, strict=True))
    [corpus] = corpora
    if better := BY_PODCAST.get((corpus.podcast.slug, words.code)):
        return better
    latest, say = corpus.episodes[-1], words_in(words.code)
    chapters = islice(topics(corpus.episodes[: -LATEST - 1 : -1]), 1)
    asked = [about(chapter, say.answers) for _, chapter in chapters]
    if with_role(latest.people, GUESTS):
        asked.append(say.talk.ask_guest.format(number=latest.number))
    return (*asked, say.talk.ask_about.format(number=latest.number), words.sample_episodes)
