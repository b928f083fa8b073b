"""The tour of all states: each has a name of its own, and a way there that is still there."""

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from rag import Index
from tests.support.asking import GRADIO_LEAVES
from tests.support.effort import often
from tests.support.tour import sites
from tests.support.tour.__main__ import main, names, of_those
from tests.support.tour.pictures import Tour, files
from tests.support.tour.visit import Ground, Visit, state

pytestmark = GRADIO_LEAVES
# One of each kind of site; what a language model says there is said of the shipped podcast, whose
# index takes its time.
WALKED = ("first", "player", "library-shelf", "labelling-problem", "gone", "undrawn")
UNWALKED = {
    *(sites.writing, sites.growing, sites.silent, sites.failing, sites.sharing),
    *(sites.untitled, sites.endless, sites.pictured, sites.many),
}


def test_each_state_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(names()).items() if count > 1] == []
    assert [name for name in names() if not re.fullmatch(r"[a-z-]+", name)] == []


def test_states_are_chosen_by_their_names() -> None:
    chosen = of_those(["reading*", "gone"])
    assert [len(states) for states in chosen.values()] == [3, 1]
    assert of_those([]).keys() == of_those(["*"]).keys()
    with pytest.raises(SystemExit, match="reading-elsewhere"):
        main(["nowhere"])


@pytest.mark.browser
def test_one_state_of_each_site_leaves_its_pictures(
    browser: Browser, small_index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert of_those([*WALKED]).keys() == of_those([]).keys() - UNWALKED
    walked = of_those(often([*WALKED[-2:]], [*WALKED]))
    tour = Tour(browser, Ground(tmp_path / "ground", lambda: small_index), tmp_path, [390])
    assert tour.take(walked) == [], capsys.readouterr().err
    kept = {file for states in walked.values() for one in states for file in files(one, [390])}
    assert {file.name for file in tmp_path.glob("*.png")} == kept


@pytest.mark.browser
def test_it_goes_on_after_a_state_that_fails(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(_visit: Visit) -> None:
        raise AssertionError("there is no way")

    states = (state("lost", nowhere), state("found"))
    tour = Tour(browser, Ground(tmp_path, lambda: pytest.fail("not asked for")), tmp_path, [320])
    assert tour.take({sites.faulty: states}) == ["lost"]
    assert {file.name for file in tmp_path.glob("*.png")} == {*files(states[1], [320])}
    assert "lost FAILED: there is no way" in capsys.readouterr().err
