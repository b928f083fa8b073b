"""Answer questions about a podcast with cited quotes. Knows nothing of any window.

    settings → index (chunks, vectors, BM25, store) → retrieve → quotes, facts → answer

`answer_pipeline(index, chat_model(settings))` is the whole of it as a LangChain runnable; with a
language model:                          … → passages → write (verify, cite) → answer
"""

from rag.embedding.embedder import Embedder, embedder
from rag.errors import (
    IndexMismatch,
    IndexMissing,
    ModelError,
    PromptError,
    QuestionError,
    SettingsError,
    StoreError,
)
from rag.generation.chat_model import ChatModel, chat_model
from rag.index.index import Index, open_index
from rag.pipeline.podcast import answer_pipeline
from rag.retrieval.hybrid import PodcastRetriever, search
from rag.serialize import answer_json, hit_json
from rag.settings import Settings
from rag.types import Answer, Citation, Hit, Question, Quote, Scope, ShowNote
from rag.upkeep.update import ensure_index, update_index

__all__ = [
    "Answer",
    "ChatModel",
    "Citation",
    "Embedder",
    "Hit",
    "Index",
    "IndexMismatch",
    "IndexMissing",
    "ModelError",
    "PodcastRetriever",
    "PromptError",
    "Question",
    "QuestionError",
    "Quote",
    "Scope",
    "Settings",
    "SettingsError",
    "ShowNote",
    "StoreError",
    "answer_json",
    "answer_pipeline",
    "chat_model",
    "embedder",
    "ensure_index",
    "hit_json",
    "open_index",
    "search",
    "update_index",
]
