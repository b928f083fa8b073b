"""Convert answers, hits and episodes to JSON, in one shape for commands, batch and API."""

from dataclasses import asdict, replace
from typing import Any

from corpus import Corpus, Episode, Moment
from rag.types import Answer, Citation, Hit, ShowNote, Span


def answer_json(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """Convert an answer to plain values; times in seconds, None where unknown.

    "notice" is there only where there is one, "podcast" in a citation only in a library.
    """
    shown: dict[str, Any] = {
        "id": question_id,
        "question": answer.question,
        "search_query": answer.search_query,
        "language": answer.language,
        "answer": answer.text,
        "grounded": answer.grounded,
        "generator": answer.generator,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "timings": answer.timings,
    }
    return shown if answer.notice is None else shown | {"notice": answer.notice}


def hit_json(hit: Hit, rank: int) -> dict[str, Any]:
    """Convert a hit to plain values; `rank` counts from 1."""
    place, text = _place(hit.chunk), hit.chunk.text
    return {"rank": rank, "score": round(hit.score, 4), **place, "text": text} | whose(hit.chunk)


def episode_json(episode: Episode, with_turns: bool = False) -> dict[str, Any]:
    """Convert an episode to plain values, with or without its turns; turns count from 0."""
    shown: dict[str, Any] = asdict(replace(episode, turns=())) | {
        "published": episode.published and episode.published.isoformat(),
        "speakers": list(episode.speakers),
        "turn_count": len(episode.turns),
    }
    for left_out in ("turns", "image", "image_url"):
        del shown[left_out]
    return shown | {"turns": [asdict(turn) for turn in episode.turns]} if with_turns else shown


def podcast_json(corpus: Corpus) -> dict[str, Any]:
    """Convert a podcast to plain values."""
    podcast = corpus.podcast
    return {
        "slug": podcast.slug,
        "title": podcast.title,
        "description": podcast.description,
        "publisher": podcast.publisher,
        "website": podcast.website,
        "language": podcast.language,
        "people": [asdict(person) for person in podcast.people],
        "episode_count": len(corpus.episodes),
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    source = citation.source
    if isinstance(source, ShowNote):
        return {
            "number": citation.number,
            "kind": citation.kind,
            "episode": source.episode.number if source.episode else None,
            "episode_title": source.episode.title if source.episode else None,
            **dict.fromkeys(("speaker", "chapter", "start", "end", "uncertainty", "turn")),
            "quote": source.text,
        } | whose(source)
    return {
        "number": citation.number,
        "kind": citation.kind,
        "episode_title": source.episode.title,
        **_place(source),
        "uncertainty": _seconds(source.begins, "uncertainty"),
        "quote": source.text,
    } | whose(source)


def origin(hit: Hit) -> dict[str, str | None]:
    """Return where a hit comes from, for programs that know nothing of a window.

    `source` is the same for all of an episode: its page, else its recording, else its id. `url`
    plays the recording from there (a media fragment), or is the page; None where there is neither.
    """
    episode, begins = hit.chunk.episode, hit.chunk.begins
    audio = episode.audio_url
    if audio and begins:
        audio = f"{audio}#t={begins.seconds:.0f}"
    return {
        "source": episode.page_url or episode.audio_url or episode.id,
        "title": episode.title,
        "url": audio or episode.page_url,
    }


def whose(source: Span | ShowNote) -> dict[str, str]:
    """Return the podcast's slug as {"podcast": slug}; {} where only one podcast is asked."""
    return {"podcast": source.podcast.slug} if source.podcast else {}


def _place(span: Span) -> dict[str, Any]:
    return {
        "episode": span.episode.number,
        "turn": span.turn_index,
        "speaker": span.speaker,
        "chapter": span.chapter.title if span.chapter else None,
        "start": _seconds(span.begins, "seconds"),
        "end": _seconds(span.ends, "seconds"),
    }


def _seconds(when: Moment | None, field: str) -> float | None:
    value = getattr(when, field, None)
    return None if value is None else round(value, 2)
