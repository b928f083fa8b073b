"""Name a content by its hash."""

import hashlib


def digest(*parts: str) -> str:
    """Return a short name for a content: the same for the same, another for any other."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
