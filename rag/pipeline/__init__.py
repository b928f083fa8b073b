"""The one way from a question to an answer, of one podcast or of several asked as one.

`podcast` asks one, `library` several, `combine` puts together what they say. Knows every room of a
question's way; knows nothing of how an index is kept up to date.
"""

from rag.pipeline.podcast import answer_pipeline
from rag.types import EXTRACTIVE

__all__ = ["EXTRACTIVE", "answer_pipeline"]
