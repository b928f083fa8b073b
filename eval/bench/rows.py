"""Measurements as table rows: ours, the usual recipe, BM25 alone, and the target."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One figure for ours and, where it applies, for the usual recipe and BM25 alone.

    `target` is for ours; `met` is None if there is no target.
    """

    what: str
    size: str
    values: Sequence[str]
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours divided by something else in the same run; `higher` says whether more is better."""

    name: str
    value: float
    higher: bool


def rates(measured: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Return the words indexed per second of processor time, by system."""
    return {name: one["words"] / one["build"]["cpu"] for name, one in measured.items()}


def index_rows(size: str, measured: dict[str, dict[str, Any]]) -> list[Row]:
    """Make the rows about building the index, in processor time and wall-clock time."""
    cpu = rates(measured)
    wall = {name: one["words"] / one["build"]["wall"] for name, one in measured.items()}
    ratio = cpu["ours"] / cpu["recipe"]
    again = measured["ours"]["again"]["wall"]
    return [
        Row("index, words per second", size, [f"{wall[name]:,.0f}" for name in SYSTEMS]),
        Row("index, words per processor second", size, [f"{cpu[name]:,.0f}" for name in SYSTEMS]),
        Row("… ours / recipe", size, [f"{ratio:.2f}"], "≥ 1.5", ratio >= 1.5),
        Row("index again, nothing changed", size, [f"{again:.2f} s", "as before", "as before"]),
        Row("disk", size, [mb(measured[name]["disk"]) for name in SYSTEMS]),
    ]


def ask_rows(size: str, measured: dict[str, dict[str, Any]], largest: bool) -> list[Row]:
    """Make the rows about asking a warm process; `largest`: also the target for p99."""
    rows = []
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        values = [quantile(measured[system]["asked"]["wall"], share) for system in SYSTEMS]
        bound = largest and name == "p99"
        met = values[0] < 0.1 if bound else None
        cells = [f"{value * 1000:.1f} ms" for value in values]
        rows.append(Row(f"ask, {name}", size, cells, "< 100 ms" if bound else "", met))
    spent = [quantile(measured[system]["asked"]["cpu"], 0.99) for system in SYSTEMS]
    rows.append(Row("ask, p99, processor time", size, [f"{one * 1000:.1f} ms" for one in spent]))
    ours = measured["ours"]
    for what, name, beside, most in (
        ("ask / one embedding and one vector search", "asked", "bare", 1.5),
        ("ask in one episode / ask", "episode", "asked", 2.0),
        ("ask in a speaker's words / ask", "speaker", "asked", 2.0),
    ):
        ratio = paired(ours, name, beside)
        rows.append(Row(what, size, [f"{ratio:.2f}"], f"≤ {most}", ratio <= most))
    rows.append(Row("open the index", size, [f"{ours['opened']:.1f} s"]))
    rows.append(Row("peak memory, asking", size, [mb(measured[s]["peak"]) for s in SYSTEMS]))
    return rows


def paired(times: dict[str, Any], name: str, beside: str) -> float:
    """Return the median over the questions of the ratio of their processor times."""
    pairs = zip(times[name]["cpu"], times[beside]["cpu"], strict=True)
    return float(statistics.median(one / other for one, other in pairs))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that this share (0–1) of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def mb(size: float) -> str:
    """Format bytes as megabytes."""
    return f"{size / 1e6:,.0f} MB"


SYSTEMS = ("ours", "recipe", "bm25")
