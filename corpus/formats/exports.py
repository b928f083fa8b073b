"""Which export to choose in the tool that wrote a file that cannot be read.

A tool is known by what only its files have in them: an address, a headline, a field.
"""

import re

GENERAL = "where a tool wrote it, export it from there as WebVTT, SRT or JSON"
# By a name for messages: what its files contain, and the export to choose.
_TOOLS: tuple[tuple[str, str, str], ...] = (
    ("Otter", r"otter\.ai|^SUMMARY KEYWORDS$", "Export, then TXT with speakers and times, or SRT"),
    ("Descript", r"\bdescript\b", "Export, Transcript, then Markdown with speakers and timecodes"),
    ("Sonix", r"\bsonix\b", "Export, then WebVTT or SRT with speaker names, or JSON"),
    ("Happy Scribe", r"\bhappy ?scribe\b", "Export, then WebVTT, SRT or JSON with speakers"),
    (
        "Teams",
        r"microsoft ?teams|teams\.microsoft|meeting transcript\b|besprechungstranskript",
        "Recap, Transcript, then Download as .vtt or .docx",
    ),
    (
        "Zoom",
        r"zoom\.us|^\d\d:\d\d:\d\d\t ?from ",
        "turn on the audio transcript of cloud recordings, then download it (.vtt)",
    ),
    (
        "YouTube Studio",
        r"youtube\.com/api|ytinitial|wiremagic|<timedtext|^kind: captions$",
        "Subtitles, the three dots beside a language, then Download .vtt or .srt",
    ),
    ("Podlove Publisher", r"podlove", "the transcript of the episode as WebVTT or JSON"),
    ("Riverside", r"riverside\.fm", "Transcript, then Download as SRT or TXT"),
    ("Rev", r"rev\.com|rev\.ai", "Download, then TXT with timestamps, SRT or JSON"),
    ("Trint", r"\btrint\b", "Export, then WebVTT, SRT or plain text with speakers"),
    ("Amberscript", r"amberscript", "Export, then SRT, WebVTT or JSON with speakers"),
    ("Auphonic", r"auphonic", "add a transcript as WebVTT or JSON to the output files"),
    ("noScribe", r"noscribe", "save the transcript as .vtt or .txt"),
    ("f4 or MAXQDA", r"\bf4transkript|\bmaxqda|audiotranskription\.de", "export as plain text"),
    (
        "Premiere",
        r"premiere ?pro|adobe premiere",
        "export the captions as .srt or the transcript as CSV",
    ),
    ("Podigee", r"podigee", "the transcript of the episode as WebVTT"),
    ("Buzzsprout", r"buzzsprout", "the transcript of the episode as .vtt or .srt"),
    ("Transistor", r"transistor\.fm", "the transcript of the episode as .vtt or .srt"),
    (
        "AssemblyAI",
        r"assemblyai|cdn\.assembly",
        "the whole answer as JSON",
    ),
    ("Deepgram", r"deepgram", "the whole answer as JSON"),
    (
        "Google Docs",
        r"docs\.google\.com|google docs",
        "File, Download, then .docx or .txt",
    ),
    ("Word", r"microsoft.{0,3}word", "File, Save as, then .docx or plain text"),
)
_MARKS = tuple((name, re.compile(mark, re.I | re.M), export) for name, mark, export in _TOOLS)
_LOOKED_AT = 50_000  # characters at the beginning, and as many at the end
# What tells its own remedy, or is no matter of the export.
_TOLD = re.compile(r"\b(?:export|save|import|correct|add it|unpack)\b")
_ALONE = re.compile(r"make extras|entities|which no podcast has")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")


def export_from(text: str) -> str | None:
    """Return what to choose in the tool that wrote a text; None where no tool can be told."""
    shown = text if len(text) <= 2 * _LOOKED_AT else f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    found = (f"in {name}: {export}" for name, mark, export in _MARKS if mark.search(shown))
    return next(found, None)


def with_export(reason: str, text: str) -> str:
    """Return a refusal with the export to choose instead, unless it tells what to do already."""
    if _ALONE.search(reason):
        return reason
    if _FEED.search(text[:3000]):
        return f"{reason}; have the feed checked where it is made"
    if remedy := export_from(text):
        return f"{reason.removesuffix(f'; {GENERAL}')}; {remedy}"
    return reason if _TOLD.search(reason) else f"{reason}; {GENERAL}"
