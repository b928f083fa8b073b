"""Pictures from strangers: what they are is decided by their content, never by their name.

A picture is made anew from its dots, small enough to be shown on every page: what else its file
held, a place, a name, a second file inside, stays behind. SVG is a program and no picture here.
"""

import io
import warnings

from PIL import Image, ImageOps

from corpus.errors import ImportFailed

MOST_BYTES = 10_000_000  # of a picture as it is published
MOST_DOTS = 40_000_000  # width times height; Apple asks for 3000 × 3000 at most
EDGE = 600  # dots of the longer side as it is kept
QUALITY = 82
_KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def media_type(data: bytes) -> str | None:
    """Tell the type of a picture by its first bytes; None if it is no JPEG, PNG or WebP."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def as_kept(data: bytes) -> bytes:
    """Make the JPEG that a corpus keeps of a picture. Raises ImportFailed if it is none, or bad."""
    if len(data) > MOST_BYTES:
        raise ImportFailed(f"is larger than {MOST_BYTES / 1e6:.0f} MB")
    if media_type(data) is None:
        raise ImportFailed("is no picture as JPEG, PNG or WebP")
    out = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of odd metadata, which is not kept
            Image.open(io.BytesIO(data), formats=tuple(_KINDS)) as picture,
        ):
            width, height = picture.size
            if width * height > MOST_DOTS:
                raise ImportFailed(f"has {width} × {height} dots, which is too many")
            picture.draft("RGB", (EDGE, EDGE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((EDGE, EDGE))
            paper = Image.new("RGB", upright.size, "white")
            paper.paste(upright, mask=upright)
            paper.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except ImportFailed:
        raise
    except Exception as error:  # a decoder meets a stranger's bytes
        raise ImportFailed(f"is a damaged picture ({type(error).__name__})") from error
    return out.getvalue()
