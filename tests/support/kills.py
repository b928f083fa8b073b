"""Kill -9 at random points: `python -m tests.support.kills import|index|refresh|serve 50 [SEED]`.

What must hold after each is asserted; printed is what was found. The tests do the same a few times.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from rag import embedder
from tests.corpus.importing import test_stopped_import
from tests.rag.store import test_faults
from tests.rag.upkeep import test_refresh
from tests.support.fault_child import children
from tests.support.site import served
from tests.ui import test_killed_window


def killed(what: str, times: int, seed: int, place: Path) -> Counter[str]:
    """Kill it so often; what was found afterwards. Raises AssertionError where it is a loss."""
    with served() as site, children() as child:
        if what == "import":
            return test_stopped_import.kills(site, place / "corpus", times, seed)
        if what == "index":
            return test_faults.kills(place, child, times, seed)
        if what == "refresh":
            return test_refresh.kills(place / "place", child, site, times, seed)
        if what == "serve":
            return test_killed_window.kills(place, embedder(None), times, seed)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    _, what, times, *more = sys.argv
    with tempfile.TemporaryDirectory() as folder:
        print(what, dict(killed(what, int(times), int(*more or "1"), Path(folder))))
