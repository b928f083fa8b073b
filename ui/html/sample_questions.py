"""Questions that the first screen offers."""

from collections.abc import Mapping, Sequence

from corpus import Corpus
from ui.texts.wording import Wording

MOST = 4
# Better ones than those for any podcast, for the podcast that is shipped, by its slug.
BY_PODCAST: Mapping[str, tuple[str, ...]] = {
    "better-call-service": (
        "Was sollte man auf keinen Fall automatisieren?",
        "Welche Vorteile hat Homeoffice?",
        "Why does customer service need a digital strategy?",
        "Wer ist in Folge 2 zu Gast?",
    ),
}


def sample_questions(corpora: Sequence[Corpus], words: Wording) -> tuple[str, ...]:
    """Return four questions that these podcasts can be asked."""
    if len(corpora) > 1:
        return tuple(_first(corpus, words) for corpus in corpora[:MOST])
    [corpus] = corpora
    latest = corpus.episodes[-1].number
    templates = BY_PODCAST.get(corpus.podcast.slug, words.sample_questions)
    return tuple(template.format(episode=latest) for template in templates)


def _first(corpus: Corpus, words: Wording) -> str:
    """Return a question for one podcast of several, by its name."""
    podcast = corpus.podcast
    template = words.sample_about if podcast.description else words.sample_count
    return template.format(podcast=podcast.title)
