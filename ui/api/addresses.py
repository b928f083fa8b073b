"""Results with the addresses that open the window where they were said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from corpus import Corpus, Episode, Podcast
from rag import answer_json, hit_json
from rag.serialize import episode_json, podcast_json
from rag.types import Answer, Hit, ShowNote, Span
from ui.api.schemas import AnswerResult, EpisodeResult, PassageResult, PodcastResult
from ui.html.cards import cover_of, link_to


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses below that of the window: the public one, or else the host that was asked."""

    public_url: str | None = None

    def answer(self, answer: Answer) -> AnswerResult:
        """Convert an answer to its JSON, with the address of each citation."""
        shown: dict[str, Any] = answer_json(answer)
        for row, citation in zip(shown["citations"], answer.citations, strict=True):
            row["url"] = self._of(citation.source)
        return cast(AnswerResult, shown)

    def passages(self, hits: Sequence[Hit]) -> list[PassageResult]:
        """Convert what was found to its JSON, with the address of each passage."""
        rows = (
            hit_json(hit, rank) | {"url": self._of(hit.chunk)} for rank, hit in enumerate(hits, 1)
        )
        return cast(list[PassageResult], list(rows))

    def episode(self, episode: Episode, podcast: Podcast | None, with_turns: bool) -> EpisodeResult:
        """Convert an episode to its JSON with its address; `podcast` where there are several."""
        shown = episode_json(episode, with_turns) | {
            "url": self._window(link_to(episode, podcast=podcast)),
            "image": self._image(episode, podcast),
        }
        named = shown | {"podcast": podcast.slug} if podcast else shown
        return cast(EpisodeResult, named)

    def podcast(self, corpus: Corpus, several: bool) -> PodcastResult:
        """Convert a podcast to its JSON with the address of its picture."""
        podcast = corpus.podcast
        image = self._image(podcast, podcast if several else None)
        return cast(PodcastResult, podcast_json(corpus) | {"image": image})

    def _image(self, thing: Podcast | Episode, podcast: Podcast | None) -> str | None:
        picture = cover_of(thing, podcast)
        return self._window(picture) if picture else None

    def _of(self, source: Span | ShowNote) -> str:
        if isinstance(source, Span):
            where = link_to(source.episode, source.begins, source.turn_index, source.podcast)
        elif source.episode:
            where = link_to(source.episode, podcast=source.podcast)
        else:
            where = f"?podcast={source.podcast.slug}" if source.podcast else ""
        return self._window(where)

    def _window(self, where: str) -> str:
        return f"{self.public_url or ''}/{where}"
