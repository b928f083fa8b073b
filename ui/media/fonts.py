"""The fonts that the page is set in, kept by browsers for a year."""

from pathlib import Path

from starlette.responses import Response

FONTS = Path(__file__).resolve().parents[1] / "fonts"
YEAR = 365 * 24 * 3600


def font(name: str) -> Response | None:
    """Return the font of that file; None where there is none."""
    if name not in {file.name for file in FONTS.glob("*.woff2")}:
        return None
    headers = {"cache-control": f"public, max-age={YEAR}, immutable"}
    return Response((FONTS / name).read_bytes(), media_type="font/woff2", headers=headers)
