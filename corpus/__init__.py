"""Transcripts with speakers and times. Knows nothing of retrieval.

`types` defines the objects, `files` reads and writes them, `importing` gathers them from feeds,
folders, transcripts and pages, `merging` writes what changed, `timing.align` estimates the times
that were not published, `timing.timeline` gives the time and chapter of any character of a
transcript.
"""

from corpus.errors import CorpusError, ImportFailed, NachgefragtError
from corpus.files import load_corpus, load_episode, load_podcast, save_corpus, to_json
from corpus.text.clock import Moment, clock, parse_clock, parse_time
from corpus.text.printing import printable
from corpus.text.quotations import direct_speech, statement_spans
from corpus.text.sentences import sentence_spans
from corpus.timing.align import align
from corpus.timing.timeline import ChapterSpan, chapter_spans, moment
from corpus.types import Alias, Chapter, Corpus, Episode, Link, Person, Podcast, Turn

__all__ = [
    "Alias",
    "Chapter",
    "ChapterSpan",
    "Corpus",
    "CorpusError",
    "Episode",
    "ImportFailed",
    "Link",
    "Moment",
    "NachgefragtError",
    "Person",
    "Podcast",
    "Turn",
    "align",
    "chapter_spans",
    "clock",
    "direct_speech",
    "load_corpus",
    "load_episode",
    "load_podcast",
    "moment",
    "parse_clock",
    "parse_time",
    "printable",
    "save_corpus",
    "sentence_spans",
    "statement_spans",
    "to_json",
]
