"""Limits for the figures of a run, at least or at most, from eval/thresholds.toml."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from eval.quality.figures import Figure

THRESHOLDS = Path(__file__).parent.parent / "thresholds.toml"


def load_thresholds(file: Path = THRESHOLDS) -> dict[str, dict[str, dict[str, float]]]:
    """Read the limits: part of a set → "least" or "most" → figure → value."""
    limits: dict[str, dict[str, dict[str, float]]] = tomllib.loads(file.read_text("utf-8"))
    return limits


def shortfalls(
    figures: Sequence[Figure], limits: dict[str, dict[str, dict[str, float]]]
) -> list[str]:
    """Return a line for each figure that misses its limit or is missing from a part.

    Of parts that were not measured nothing is asked.
    """
    values = {(figure.part, figure.key): figure.value for figure in figures}
    measured = {figure.part for figure in figures}
    lines = []
    for part, sides in limits.items():
        for side, bounds in sides.items() if part in measured else ():
            for name, bound in bounds.items():
                value = values.get((part, name))
                if value is None:
                    lines.append(f"{name}, {part}: not measured, must be at {side} {bound}")
                elif value < bound if side == "least" else value > bound:
                    lines.append(f"{name}, {part}: {value:.3f}, must be at {side} {bound}")
    return lines
