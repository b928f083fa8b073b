"""The same known turns written in every format that the importer reads, as their tools do."""

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A turn as the tests know it; times in whole seconds."""

    speaker: str
    text: str
    start: int
    end: int


Writer = Callable[[Sequence[Said]], str]


def clock(seconds: int, tail: str = "") -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{tail}"


def webvtt(turns: Sequence[Said], mark: str = ".", arrow: str = "-->") -> str:
    cues = (
        f"{clock(t.start, mark + '000')} {arrow} {clock(t.end, mark + '000')}\n"
        f"<v {t.speaker}>{html.escape(t.text, quote=False)}\n"
        for t in turns
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def subrip(turns: Sequence[Said], numbered: Callable[[int], bool] = lambda _: True) -> str:
    cues = (
        (f"{n}\n" if numbered(n) else "")
        + f"{clock(t.start, ',000')} --> {clock(t.end, ',000')}\n{t.speaker}: {t.text}\n"
        for n, t in enumerate(turns, 1)
    )
    return "\n".join(cues)


def subrip_doubled(turns: Sequence[Said]) -> str:
    return subrip(turns).replace("\n", "\r\r\n")


def whisper_print(turns: Sequence[Said]) -> str:
    return "\n".join(
        f"[{clock(t.start, '.000')} --> {clock(t.end, '.000')}]   {t.text}" for t in turns
    )


def podcasting20(turns: Sequence[Said]) -> str:
    """Who speaks is said where somebody begins to, not in the segments after it."""
    segments = []
    for t in turns:
        first, rest = t.text.split(" ", 1)
        segments += [
            {"speaker": t.speaker, "startTime": t.start, "endTime": t.start + 1, "body": first},
            {"startTime": t.start + 1, "endTime": t.end, "body": f" {rest}"},
        ]
    return json.dumps({"version": "1.0.0", "segments": segments})


def podlove(turns: Sequence[Said]) -> str:
    return json.dumps(
        [
            {"start": clock(t.start, ".000"), "end": clock(t.end, ".000"), "voice": t.speaker,
             "text": t.text}
            for t in turns
        ]
    )  # fmt: skip


def milliseconds(turns: Sequence[Said]) -> str:
    return json.dumps(
        [{"start": t.start * 1000, "end": t.end * 1000, "speaker": t.speaker, "text": t.text}
         for t in turns]
    )  # fmt: skip


def assemblyai(turns: Sequence[Said]) -> str:
    return json.dumps({"utterances": json.loads(milliseconds(turns))})


def whisper(turns: Sequence[Said]) -> str:
    segments = [{"start": t.start, "end": t.end, "text": f" {t.text}"} for t in turns]
    return json.dumps({"segments": segments})


def cited(turns: Sequence[Said]) -> str:
    return "\n".join(
        f"<cite>{t.speaker}:</cite><time>{clock(t.start)}</time>"
        f"<p>{html.escape(t.text, quote=False)}</p>"
        for t in turns
    )


def timed_paragraphs(turns: Sequence[Said]) -> str:
    return "\n".join(
        f"<time>{clock(t.start)}</time><p>{html.escape(t.text, quote=False)}</p>" for t in turns
    )


def lines(form: str, gap: str = "\n\n") -> Writer:
    """A text of a line per turn, in which {name}, {time} and {text} stand for these."""
    return lambda turns: gap.join(
        form.format(name=t.speaker, time=clock(t.start), text=t.text) for t in turns
    )
