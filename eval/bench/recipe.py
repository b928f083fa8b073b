"""The alternatives a user might pick: the usual LangChain recipe, and BM25 alone.

The recipe's model is ours, the same weights, in single precision through sentence-transformers,
as HuggingFaceEmbeddings would load it, so that only the methods differ.
"""

from pathlib import Path

import chromadb
import chromadb.config
from langchain_chroma import Chroma
from langchain_core.documents import Document

from corpus import Corpus
from eval.quality.baselines import split
from rag import Embedder
from rag.embedding.embedder import OWN_MODEL, bundled
from rag.index.bm25 import LexicalIndex

NEAREST = 4  # LangChain's default


def plain_embedder() -> Embedder:
    """Load the bundled model in single precision, for documents and questions."""
    return Embedder(OWN_MODEL, lambda: bundled(OWN_MODEL, half=False))


def build(corpus: Corpus, embedder: Embedder, folder: Path) -> int:
    """Cut, embed and store a corpus as the recipe does; returns the number of chunks."""
    documents: list[Document] = split(corpus)
    store = open_store(embedder, folder)
    for first in range(0, len(documents), 5000):  # Chroma takes no more at once
        store.add_documents(documents[first : first + 5000])
    return len(documents)


def open_store(embedder: Embedder, folder: Path) -> Chroma:
    """Open the recipe's vector store."""
    quiet = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(folder), settings=quiet)
    return Chroma("chunks", embedder, client=client)


def build_bm25(corpus: Corpus, folder: Path) -> None:
    """Build BM25 over the recipe's chunks and save it."""
    LexicalIndex.build([document.page_content for document in split(corpus)]).save(folder)
