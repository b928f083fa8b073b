"""Where the checkout lies, what the tests read in it, and what may lie beside it."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PUBLISHED = ROOT / "tests" / "corpus" / "published"
SHOW_PAGE = ROOT / "tests" / "corpus" / "pages" / "werkstatt.txt"
SAVED_SHOW_PAGE = SHARED / "seeds" / "better-call-service.txt"
