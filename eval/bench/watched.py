"""Ratios that must not get worse, compared with their committed values in bench.toml."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from eval.bench.rows import Ratio

WATCHED = Path(__file__).with_name("bench.toml")
ALLOWED = 0.25


def load_watched(file: Path = WATCHED) -> dict[str, float]:
    """Read the committed value of each ratio, by name."""
    values: dict[str, float] = tomllib.loads(file.read_text("utf-8"))["ratios"]
    return values


def worse(ratios: Sequence[Ratio], watched: dict[str, float]) -> list[str]:
    """Return a line for each watched ratio that got worse than allowed or was not measured."""
    measured = {ratio.name: ratio for ratio in ratios}
    lines = [f"{name}: not measured" for name in watched if name not in measured]
    for name, ratio in measured.items():
        if name in watched:
            was, now = watched[name], ratio.value
            loss = was / now - 1 if ratio.higher else now / was - 1
            if loss > ALLOWED:
                lines.append(f"{name}: {now:.3f}, was {was:.3f}: worse by {loss:.0%}")
    return lines
