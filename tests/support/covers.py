"""Pictures for the tests, painted."""

import io

from PIL import Image, ImageDraw


def painted(size: tuple[int, int] = (800, 800), kind: str = "PNG", colour: str = "teal") -> bytes:
    """A picture with a disc on it."""
    picture = Image.new("RGB", size, "linen")
    edge = min(size)
    ImageDraw.Draw(picture).ellipse((edge // 8, edge // 8, edge * 7 // 8, edge * 7 // 8), colour)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()
