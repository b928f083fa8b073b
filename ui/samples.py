"""Questions that the first screen offers."""

from collections.abc import Mapping

from corpus import Corpus
from ui.wording import Wording

# Better ones than those for any podcast, for the podcast that is shipped, by its slug.
BY_PODCAST: Mapping[str, tuple[str, ...]] = {
    "better-call-service": (
        "Was sollte man auf keinen Fall automatisieren?",
        "Welche Vorteile hat Homeoffice?",
        "Why does customer service need a digital strategy?",
        "Wer ist in Folge 2 zu Gast?",
    ),
}


def sample_questions(corpus: Corpus, words: Wording) -> tuple[str, ...]:
    """Four questions that this podcast can be asked."""
    latest = corpus.episodes[-1].number
    templates = BY_PODCAST.get(corpus.podcast.slug, words.sample_questions)
    return tuple(template.format(episode=latest) for template in templates)
