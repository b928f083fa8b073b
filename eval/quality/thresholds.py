"""Limits for the figures of a run, at least or at most, from eval/thresholds.toml."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from eval.quality.figures import Figure

THRESHOLDS = Path(__file__).parent.parent / "thresholds.toml"


def load_thresholds(file: Path = THRESHOLDS) -> dict[str, dict[str, dict[str, float]]]:
    """Read the limits: split → "least" or "most" → name of a figure → value."""
    limits: dict[str, dict[str, dict[str, float]]] = tomllib.loads(file.read_text("utf-8"))
    return limits


def shortfalls(
    figures: Sequence[Figure], limits: dict[str, dict[str, dict[str, float]]]
) -> list[str]:
    """Return a line for each figure that misses its limit or was not measured."""
    values = {(figure.split, figure.key): figure.value for figure in figures}
    lines = []
    for split, sides in limits.items():
        for side, bounds in sides.items():
            for name, bound in bounds.items():
                value = values.get((split, name))
                if value is None:
                    lines.append(f"{name}, {split}: not measured, must be at {side} {bound}")
                elif value < bound if side == "least" else value > bound:
                    lines.append(f"{name}, {split}: {value:.3f}, must be at {side} {bound}")
    return lines
