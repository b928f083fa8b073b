"""No regular expression takes longer than its text is long, whatever the text is.

Python's `re` tries one way after the other; what nests or repeats repetitions can take quadratic
or exponential time, holding the interpreter's lock, so one question or file would stop everybody.
An engine that never goes back (google-re2) is no way out: it has neither lookarounds nor `\\b` and
`\\w` for umlauts, which these expressions live on. So each is met here with texts made of its own
pieces (tests.support.hard_texts), in another process; its time is measured as they grow. What is
slow is mended by `*+`, `++` and `(?>…)`, by a lookbehind that lets a match begin in one place only,
by a bound ({1,60}), or by pieces that are looked for one behind the other (rag/text/ordered.py).
"""

import ast
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.support.hard_texts import Use, hard_on
from tests.support.patterns import ROOT, files, name, sites, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a timer ends what has no end")
SECONDS = 600  # for all patterns; some forty on a machine with nothing else to do


@pytest.fixture
def measured() -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.patterns"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.alone
def test_every_pattern_is_met_and_none_takes_longer_than_its_text_is_long(measured):
    """What puts one together while the program runs is called by tests.support.patterns.build."""
    assert measured[0]["missing"] == []
    places = {f"{name(file)}:{mention.lineno}" for file, mention, _ in sites()}
    assert places == set(measured[0]["uses"])
    assert len(places) > 100
    slow = [json.dumps(line, ensure_ascii=False) for line in measured[1:]]
    assert slow == [], "\n".join(slow)


def test_patterns_are_compiled_where_they_are_looked_for():
    hidden = [
        f"{name(file)}:{node.lineno}"
        for file in files()
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.ImportFrom) and node.module in ("re", "regex"))
        or (isinstance(node, ast.Import) and any(alias.name == "regex" for alias in node.names))
        or (isinstance(node, ast.Import) and any(a.name == "re" and a.asname for a in node.names))
    ]
    assert hidden == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(?:\[S\d(?:\s*(?:,|und\b)?\s*S\d)*\])+",
        r"\s*(?:<!--.{0,5000}?-->\s*)*<(\w+)",
        r"\bwer\b.*\bführt\b.*\bfolge\b",
        r"\s+$",
        r"\bdann\b(?!.*,)",
    ],
)
def test_what_is_slow_is_found(pattern):
    assert hard_on(Use("here", re.compile(pattern), False)) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w+",
        r"(?<!\s)\s++$",
        r"\b[a-z]+(?:e|en|er)\s$",
        r"(?<!\s)(?:\s*+[\[(]\s*+\d++\s*+[\])])++",
        r"\bwer (ist|war) (der|die) \w+\b",
        r"https?://\S+",
        r"^(?!.*\bkapitel\b)",
    ],
)
def test_what_is_not_is_not(pattern):
    assert hard_on(Use("here", re.compile(pattern), False)) is None


def test_a_match_from_the_beginning_is_another_matter():
    spaces = re.compile(r"\s+x")
    assert hard_on(Use("here", spaces, True)) is None
    assert hard_on(Use("here", spaces, False)) is not None
