"""What a process keeps of the models that it has loaded."""

import subprocess
import sys

import pytest

CHILD = """
from rag import embedder
from rag.retrieval.reader import Passage, bundled_reader
embedder(None).embed_query("Was kostet das?")
bundled_reader().load().scores("Was kostet das?", [Passage("", "Das kostet drei Euro.")])
print(next(line for line in open("/proc/self/status") if line.startswith("VmRSS:")).split()[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there glibc's habits matter")
def test_what_loading_left_over_is_given_back() -> None:
    """Some 150 MB were not, as glibc kept what was freed of the weights."""
    child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True)
    assert int(child.stdout) < 680_000, child.stderr  # kB
