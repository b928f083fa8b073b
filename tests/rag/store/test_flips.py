"""One flipped bit anywhere in a store: the same answers, or one clear line and a way out of it.

`python -m tests.rag.store.test_flips 1000 1` does it a thousand times, from a seed of chance.
"""

import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag import Settings, update_index
from tests.rag.store.test_faults import EPISODES, podcast, says_what_to_do
from tests.support.effort import often
from tests.support.fakes import fake_embedder
from tests.support.fault_child import Children, children

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are made as Linux has them"),
]
QUESTIONS = [
    "Wie lange muss Honig im Winter ruhen?",
    "Seit wann kennt Gast 7 die Mühle?",
    "Was ist in Halle 12?",
    "Warum Hobel?",
    "Wer ist Gast in Folge 9?",
]
Where = Callable[[Path, random.Random], tuple[Path, int]]


def indexed(folder: Path) -> Settings:
    settings = podcast(Settings(folder / "corpus", folder / "store"), EPISODES)
    update_index(settings, fake_embedder())
    return settings


def anywhere(store: Path, chance: random.Random) -> tuple[Path, int]:
    """A byte of any file."""
    files = sorted(file for file in store.rglob("*") if file.is_file() and file.stat().st_size)
    # An episode stands for all, or most would fall upon them.
    files = [file for file in files if file.parent.name != "corpus" or file.stem == "004"]
    file = chance.choice(files)
    return file, chance.randrange(file.stat().st_size)


def unseen(store: Path, chance: random.Random) -> tuple[Path, int]:
    """A byte that has no part in any digest, since Chroma changes it when it reads."""
    (generation,) = store.glob("generation-*")
    note = json.loads((generation / "digests.json").read_text())
    name = "vectors/chroma.sqlite3"
    spans = [(generation / name, first, after) for first, after in note[name]["apart"]]
    files = sorted(file for file in (generation / "vectors").rglob("*") if file.is_file())
    files = [file for file in files if file.relative_to(generation).as_posix() not in note]
    spans += [(file, 0, file.stat().st_size) for file in files if file.stat().st_size]
    file, first, after = chance.choice(spans)
    return file, chance.randrange(first, after)


def flipped(store: Path, chance: random.Random, where: Where) -> str:
    """Flip one bit; the name of its file."""
    file, at = where(store, chance)
    data = bytearray(file.read_bytes())
    data[at] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    return file.name


def outcome(child: Children, settings: Settings, whole: dict[str, Any]) -> str:
    """What came of asking: "same", "line", or what must not be."""
    asked = child.do(settings, questions=QUESTIONS)
    if asked["status"] != 0:
        return f"CRASH {asked['status']}"
    if "error" in asked:
        return "line" if says_what_to_do(asked) else f"UNCLEAR {asked['error']}"
    return "same" if asked["answers"] == whole["answers"] else "DIFFERENT"


def mended(child: Children, settings: Settings, whole: dict[str, Any]) -> bool:
    """Whether what the line says to do ends in the same answers."""
    rebuild = "--rebuild" in child.do(settings, questions=QUESTIONS)["error"]
    return "error" not in child.do(settings, rebuild=rebuild) and (
        outcome(child, settings, whole) == "same"
    )


def outcomes(folder: Path, flips: dict[Where, int], seed: int) -> Counter[tuple[str, str]]:
    """How often each outcome came of so many flips there, in files of each name."""
    chance, counted = random.Random(seed), Counter[tuple[str, str]]()
    settings = indexed(folder)
    copied = replace(settings, store=folder / "flipped")
    with children() as child:
        whole = child.do(settings, questions=QUESTIONS)
        assert len(set(whole["answers"])) == len(QUESTIONS)
        for where, times in flips.items():
            for number in range(times):
                shutil.copytree(settings.store, copied.store)
                name = flipped(copied.store, chance, where)
                came = outcome(child, copied, whole)
                if came == "line" and not number % 5 and not mended(child, copied, whole):
                    came = "NOT MENDED"
                counted[came, name] += 1
                shutil.rmtree(copied.store)
    return counted


def test_a_flipped_bit_is_never_another_quote_and_never_a_crash(tmp_path):
    flips = {anywhere: often(8, 1000), unseen: often(3, 1000)}
    counted = outcomes(tmp_path, flips, seed=11)
    assert {came for came, _ in counted} <= {"same", "line"}, counted


if __name__ == "__main__":
    flips, seed = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        found = outcomes(Path(place), {anywhere: flips, unseen: flips}, seed)
    for (came, name), times in sorted(found.items()):
        print(f"{times:5}  {came}  {name}")
