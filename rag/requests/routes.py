"""Which function fulfils which request, by the intent of rag/question/intents.toml.

A function returns None where the question was not its own after all: then it is searched for as
usual.
"""

from collections.abc import Callable, Mapping

from rag.requests.at_time import at_time, beginning, ending, example, goes_on
from rag.requests.chapters import chapter_content, sponsors
from rag.requests.count import count_word
from rag.requests.request import Request, Told
from rag.requests.summary import statements, summary
from rag.requests.talk import TALK
from rag.requests.topics import compare, topic_overview
from rag.requests.transcript import open_transcript
from rag.requests.who_said import introduction, speakers, where_said, who_said

REQUESTS: Mapping[str, Callable[[Request], Told | None]] = {
    **TALK,
    "at_time": at_time,
    "beginning": beginning,
    "ending": ending,
    "chapter_content": chapter_content,
    "sponsor": sponsors,
    "summary": summary,
    # Where the notes do not say:
    "about": summary,
    "topic": topic_overview,
    "moment": at_time,
    "person": introduction,
    "statements": statements,
    "topic_overview": topic_overview,
    "compare": compare,
    "open_transcript": open_transcript,
    "count_word": count_word,
    "who_said": who_said,
    "speakers": speakers,
    "where_said": where_said,
    "goes_on": goes_on,
    "example": example,
}
