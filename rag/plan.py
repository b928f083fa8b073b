"""What an index shall hold: every chunk of a corpus, at three levels of granularity."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import Corpus, Episode, save_corpus, to_json
from rag.chunks import Chunking, chunk_id, context, passages, said, single_sentences, windows
from rag.known import known_questions
from rag.lexical import LexicalIndex
from rag.rows import Rows, write_rows
from rag.store import FORMAT, digest
from rag.types import Chunk

Texts = Callable[[Chunk], str]
# How each level is cut, and the text that is embedded and indexed: a sentence has to say it
# itself, for a window it may stand in the chapter's title.
CUTS: dict[str, tuple[Callable[[Episode, Chunking], list[Chunk]], Texts]] = {
    "window": (windows, context),
    "passage": (passages, said),
    "sentence": (single_sentences, said),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A corpus and the chunks of each level that it is cut into."""

    corpus: Corpus
    rows: dict[str, Rows]

    @property
    def size(self) -> int:
        """How many chunks there are, all levels together."""
        return sum(len(rows.ids) for rows in self.rows.values())

    def part(self, number: int, of: int) -> "Plan":
        """One of several plans that share out the chunks; parts are numbered from 1."""

        def mine(rows: Rows) -> Rows:
            pairs = zip(rows.ids, rows.chunks, strict=True)
            kept = [(i, chunk) for i, chunk in pairs if int(i, 16) % of == number - 1]
            return Rows(tuple(i for i, _ in kept), tuple(chunk for _, chunk in kept))

        return Plan(self.corpus, {level: mine(rows) for level, rows in self.rows.items()})

    def generation(self, vectors: str) -> str:
        """A folder's name made from all that is planned: same name, same content."""
        parts = [str(FORMAT), *known_questions(), vectors, to_json(self.corpus.podcast)]
        parts += map(to_json, self.corpus)
        ids = [row_id for rows in self.rows.values() for row_id in rows.ids]
        return f"generation-{digest(*parts, *ids)}"


def plan_for(corpus: Corpus, chunking: Chunking) -> Plan:
    """Cut a corpus into chunks."""
    return Plan(corpus, {level: _rows(corpus, level, chunking) for level in CUTS})


def write_generation(folder: Path, plan: Plan) -> None:
    """Write all of an index but its vectors into an empty folder."""
    save_corpus(plan.corpus, folder / "corpus")
    for level, rows in plan.rows.items():
        write_rows(folder / f"{level}.json", plan.corpus, rows)
        _, text = CUTS[level]
        LexicalIndex.build(list(map(text, rows.chunks))).save(folder / f"{level}-lexical")


def _rows(corpus: Corpus, level: str, chunking: Chunking) -> Rows:
    cut, text = CUTS[level]
    chunks = tuple(chunk for episode in corpus for chunk in cut(episode, chunking))
    return Rows(tuple(chunk_id(chunk, text(chunk)) for chunk in chunks), chunks)
