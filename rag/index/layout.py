"""Plan an index: every chunk of a corpus, at three levels, and the chapters' titles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from corpus import Corpus, Episode, save_corpus, to_json
from rag.embedding.spans import Parts, parts_of, source, whole
from rag.index.bm25 import LexicalIndex
from rag.index.chunking import (
    chapters,
    chunk_id,
    context,
    passages,
    said,
    single_sentences,
    titled,
    windows,
)
from rag.index.rows import Rows, write_rows
from rag.text.digest import digest
from rag.types import Chunk, Chunking

Cut = Callable[[Episode, Chunking], list[Chunk]]
Embedded = Callable[[Chunk, Sequence[Chunk]], Parts]
Texts = Callable[[Chunk], str]


def by_title(chunk: Chunk, _: Sequence[Chunk]) -> Parts:
    """Embed a chapter by its title alone: what is said there has other levels."""
    return whole(titled(chunk))


# How each level is cut, what its vectors are made of, and the text that BM25 searches: a sentence
# has to say it itself, for a window it may be in the chapter's title.
CUTS: dict[str, tuple[Cut, Embedded, Texts]] = {
    "window": (windows, parts_of, context),
    "passage": (passages, parts_of, said),
    "sentence": (single_sentences, parts_of, said),
    "chapter": (chapters, by_title, titled),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A corpus, the chunks of each level that it is cut into, and what their vectors are made of.

    `parts` are by the chunks' ids.
    """

    corpus: Corpus
    rows: dict[str, Rows]
    parts: dict[str, Parts]

    @property
    def size(self) -> int:
        """The number of chunks, all levels together."""
        return sum(len(rows.ids) for rows in self.rows.values())

    def part(self, number: int, of: int) -> "Plan":
        """Return one of several plans that share out the chunks by turns; numbered from 1."""
        mine: dict[str, Rows] = {}
        for level, rows in self.rows.items():
            kept = [
                (row_id, chunk)
                for row_id, chunk in zip(rows.ids, rows.chunks, strict=True)
                # All of a turn together: its blocks are read by one process then.
                if int(digest(chunk.episode.id, str(chunk.turn_index)), 16) % of == number - 1
            ]
            mine[level] = Rows(tuple(i for i, _ in kept), tuple(chunk for _, chunk in kept))
        return replace(self, rows=mine)

    def content(self) -> str:
        """Name all that is planned: same name, same content."""
        parts = [to_json(self.corpus.podcast), *map(to_json, self.corpus)]
        ids = [row_id for rows in self.rows.values() for row_id in rows.ids]
        return digest(*parts, *ids)


def plan_for(corpus: Corpus, chunking: Chunking) -> Plan:
    """Cut a corpus into chunks."""
    read: list[dict[int, list[Chunk]]] = []
    for episode in corpus:
        turns = groupby(passages(episode, chunking), lambda block: block.turn_index)
        read.append({turn: list(blocks) for turn, blocks in turns})
    rows: dict[str, Rows] = {}
    parts: dict[str, Parts] = {}
    for level, (cut, embedded, _) in CUTS.items():
        found = [
            (chunk, embedded(chunk, blocks_of[chunk.turn_index]))
            for episode, blocks_of in zip(corpus, read, strict=True)
            for chunk in cut(episode, chunking)
        ]
        ids = tuple(chunk_id(chunk, source(made_of)) for chunk, made_of in found)
        rows[level] = Rows(ids, tuple(chunk for chunk, _ in found))
        parts |= {row_id: made_of for row_id, (_, made_of) in zip(ids, found, strict=True)}
    return Plan(corpus, rows, parts)


def write_generation(folder: Path, plan: Plan) -> None:
    """Write all of an index but its vectors into an empty folder."""
    save_corpus(plan.corpus, folder / "corpus")
    for level, rows in plan.rows.items():
        write_rows(folder / f"{level}.json", plan.corpus, rows)
        *_, text = CUTS[level]
        LexicalIndex.build(list(map(text, rows.chunks))).save(folder / f"{level}-lexical")
