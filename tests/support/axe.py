"""axe-core, which finds what a page lacks for people who cannot see it; from npm, for tests."""

import os
import shutil
import subprocess
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Page

from tests.support.places import ROOT

VERSION = "4.14.1"
ROOM = ROOT / "build" / "axe"
FILE = ROOM / "node_modules" / "axe-core" / "axe.min.js"


def axe_source() -> str:
    """The script; fetched once. Without npm the test is skipped, unless it must run."""
    ROOM.mkdir(parents=True, exist_ok=True)
    with FileLock(ROOM / "lock"):  # tests of one module may run in several workers
        return _source()


def _source() -> str:
    if not FILE.is_file():
        try:
            _install()
        except (OSError, subprocess.SubprocessError) as error:
            reason = f"axe-core cannot be installed with npm: {error}"
            if os.environ.get("NACHGEFRAGT_REQUIRE_BROWSER") == "1":
                pytest.fail(reason)
            pytest.skip(reason)
    return FILE.read_text(encoding="utf-8")


def serious_findings(page: Page, source: str) -> list[str]:
    """One line for each serious or critical finding on a page as it is now."""
    page.evaluate(source)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("there is no npm")
    subprocess.run(
        [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(ROOM)]
        + [f"axe-core@{VERSION}"],
        check=True,
        capture_output=True,
        timeout=120,
    )
