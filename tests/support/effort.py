"""How much is tried of what has no end: as much as a change needs, or a release."""

import os


def often(usual: int, thorough: int) -> int:
    """The second number where NACHGEFRAGT_THOROUGH is 1 (CONTRIBUTING.md)."""
    return thorough if os.environ.get("NACHGEFRAGT_THOROUGH") == "1" else usual
