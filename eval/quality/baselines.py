"""Baselines to compare with: the usual LangChain recipe, and BM25 alone.

The recipe is that of LangChain's retrieval tutorial: each document cut into 1000 characters with
an overlap of 200, embedded unchanged, the k nearest to the question as asked. The embedding model
is ours, so that only the methods differ.
"""

from itertools import accumulate
from pathlib import Path

import chromadb
import chromadb.config
import numpy as np
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus import Corpus
from eval.quality.asking import DEPTH, Search
from eval.quality.ranking import Passage
from rag import Index
from rag.index.bm25 import LexicalIndex
from rag.text.digest import digest
from rag.types import Span

LENGTH, SHARED = 1000, 200  # characters
BETWEEN = "\n\n"  # turns in an episode's text


def langchain_recipe(index: Index, folder: Path) -> Search:
    """Return a search by the usual recipe. Vectors are kept in `folder`, by digest of the texts."""
    documents = split(index.corpus)
    texts = [document.page_content for document in documents]
    name = digest(index.embedder.name, *texts)
    quiet = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(folder / f"langchain-{name}"), settings=quiet)
    store = Chroma("chunks", index.embedder, client=client)
    ids = [f"{number}" for number in range(len(documents))]
    known = set(store.get(include=[])["ids"])
    missing = [number for number, row in enumerate(ids) if row not in known]
    if missing:
        store.add_documents([documents[n] for n in missing], ids=[ids[n] for n in missing])

    def search(question: str) -> list[Passage]:
        return [place(index.corpus, found) for found in store.similarity_search(question, DEPTH)]

    return search


def bm25_alone(index: Index) -> Search:
    """Return a search by BM25 alone over the text of the windows."""
    windows = index.windows.chunks
    lexical = LexicalIndex.build([chunk.text for chunk in windows])

    def search(question: str) -> list[Passage]:
        scores = lexical.scores(question)[: len(windows)]
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [(windows[row],) for row in best if scores[row] > 0]

    return search


def split(corpus: Corpus) -> list[Document]:
    """Cut all episodes as the recipe does; metadata give the episode and the first character."""
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=LENGTH, chunk_overlap=SHARED, add_start_index=True
    )
    texts = [BETWEEN.join(turn.text for turn in episode.turns) for episode in corpus]
    numbers = [{"episode": episode.number} for episode in corpus]
    return splitter.create_documents(texts, numbers)


def place(corpus: Corpus, document: Document) -> Passage:
    """Find the spans of the transcript that a chunk of an episode's text covers."""
    episode = corpus.episode(document.metadata["episode"])
    assert episode is not None
    first = document.metadata["start_index"]
    last = first + len(document.page_content)
    lengths = [len(turn.text) + len(BETWEEN) for turn in episode.turns]
    starts = accumulate([0, *lengths])
    covered = []
    for number, (turn, begin) in enumerate(zip(episode.turns, starts, strict=False)):
        start, end = max(first - begin, 0), min(last - begin, len(turn.text))
        if start < end:
            covered.append(Span(episode, number, start, end, None))
    return tuple(covered)
