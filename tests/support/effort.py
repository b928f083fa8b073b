"""How much is tried of what has no end: as much as a change needs, or a release."""

import os
from typing import TypeVar

Some = TypeVar("Some")


def often(usual: Some, thorough: Some) -> Some:
    """The second where NACHGEFRAGT_THOROUGH is 1 (CONTRIBUTING.md)."""
    return thorough if os.environ.get("NACHGEFRAGT_THOROUGH") == "1" else usual
