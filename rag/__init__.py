"""From chunks to an index to hits to an answer with citations. Knows nothing of any window.

    settings → index (chunks, embedding, lexical, store) → retrieve → quotes, facts → answer

`answer_pipeline(index)` is the whole of it as a LangChain runnable.
"""

from rag.answer import answer_pipeline
from rag.embedding import Embedder, embedder
from rag.errors import IndexMismatch, IndexMissing, ModelError, QuestionError, StoreError
from rag.index import Index, ensure_index, open_index, update_index
from rag.retrieve import PodcastRetriever, search
from rag.serialize import answer_json, hit_json
from rag.settings import Settings
from rag.types import Answer, Citation, Hit, Question, Quote, Scope, ShowNote

__all__ = [
    "Answer",
    "Citation",
    "Embedder",
    "Hit",
    "Index",
    "IndexMismatch",
    "IndexMissing",
    "ModelError",
    "PodcastRetriever",
    "Question",
    "QuestionError",
    "Quote",
    "Scope",
    "Settings",
    "ShowNote",
    "StoreError",
    "answer_json",
    "answer_pipeline",
    "embedder",
    "ensure_index",
    "hit_json",
    "open_index",
    "search",
    "update_index",
]
