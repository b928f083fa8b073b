"""Pictures from strangers: known by content, made anew, small, without what else was inside."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.errors import ImportFailed
from corpus.fetching.pictures import EDGE, MOST_BYTES, as_kept, media_type
from tests.support.covers import painted


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_a_small_jpeg(kind: str) -> None:
    kept = as_kept(painted((1400, 1400), kind))
    assert media_type(kept) == "image/jpeg" and len(kept) < 100_000
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (EDGE, EDGE) and picture.mode == "RGB"


def test_a_small_or_oblong_picture_keeps_its_shape() -> None:
    with Image.open(io.BytesIO(as_kept(painted((300, 100), "PNG")))) as picture:
        assert picture.size == (300, 100)


def test_what_is_clear_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(as_kept(out.getvalue()))) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_what_else_a_file_holds_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Hinterhof 3"
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)
    hidden = out.getvalue() + b"<script>alert(1)</script>"
    assert b"Hinterhof" in hidden
    kept = as_kept(hidden)
    assert b"Hinterhof" not in kept and b"script" not in kept


def bomb() -> bytes:
    """A PNG of a few bytes that says that it has 60,000 × 60,000 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "no picture"),
        (b"GIF89a" + bytes(100), "no picture"),
        (b"", "no picture"),
        (painted((900, 900), "JPEG")[:400], "damaged"),
        (bomb(), "too many|damaged"),
        (bytes(MOST_BYTES + 1), "larger than"),
    ],
)
def test_others_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImportFailed, match=why):
        as_kept(data)


HEADS = (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBPVP8 ")


@given(st.sampled_from(HEADS), st.binary(max_size=300))
def test_no_bytes_raise_anything_else(head: bytes, tail: bytes) -> None:
    with pytest.raises(ImportFailed):
        as_kept(head + tail)
