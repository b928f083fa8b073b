"""What a machine does to an index: kills, a full disk, a read-only folder, files cut short.

After each the old index answers, or one clear line says what to do; the corpus stays as it was.
Each fault meets a process of its own with a real Chroma; only the embedding is a fake.
"""

import hashlib
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Corpus, Podcast, save_corpus
from rag import Settings, update_index
from tests.rag.index.test_many_episodes import episode
from tests.support.effort import often
from tests.support.fakes import fake_embedder
from tests.support.fault_child import Children, children

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="faults are made as Linux has them"),
]
EPISODES = 28  # 1,120 sentences: from 1,000 on Chroma writes vectors into files of their own
QUESTION = "Wie lange muss Honig im Winter ruhen?"
SEED = 8


def podcast(settings: Settings, episodes: int, store: Path | None = None) -> Settings:
    """A podcast of so many episodes, each of 40 sentences, in the corpus folder."""
    shutil.rmtree(settings.corpus, ignore_errors=True)
    made = [episode(number) for number in range(1, episodes + 1)]
    long = tuple(replace(one, turns=one.turns * 10) for one in made)
    save_corpus(Corpus(Podcast("viele", "Viele Folgen", language="de"), long), settings.corpus)
    return replace(settings, store=store) if store else settings


@pytest.fixture(scope="module")
def child() -> Iterator[Children]:
    with children() as child:
        yield child


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index that is whole, to be copied."""
    folder = tmp_path_factory.mktemp("whole")
    settings = podcast(Settings(folder / "corpus", folder / "store"), EPISODES)
    update_index(settings, fake_embedder())
    return settings


def contents(corpus: Path) -> dict[str, str]:
    return {
        str(file.relative_to(corpus)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(corpus.rglob("*"))
        if file.is_file()
    }


def answers(outcome: dict[str, Any]) -> bool:
    """Whether an answer came, with a quote of what is in the transcript."""
    return outcome["status"] == 0 and "Weil Honig im Winter" in outcome.get("text", "")


def says_what_to_do(outcome: dict[str, Any]) -> bool:
    said = outcome.get("error", "")
    remedy = "Run: python -m rag index" in said or "Free some space" in said or "--store" in said
    return outcome["status"] == 0 and "\n" not in said and len(said) < 700 and remedy


def mended(child: Children, settings: Settings) -> bool:
    """Whether what the lines say to do, one after the other, ends in an answer."""
    if says_what_to_do(child.do(settings)):
        child.do(settings, rebuild=True)
    return answers(child.do(settings, question=QUESTION))


def kills(place: Path, child: Children, times: int, seed: int) -> Counter[str]:
    """Kill the indexing of four more episodes; the old index answers or a line says what to do."""
    settings = podcast(Settings(place / "corpus", place / "store"), EPISODES - 4)
    first = child.do(settings, question=QUESTION)
    assert "There is no index" in first["error"] and says_what_to_do(first)
    assert child.do(settings)["embedded"] > 0
    shutil.copytree(place / "store", place / "old")
    podcast(settings, EPISODES)
    before = contents(settings.corpus)
    work = child.do(settings)["work"]
    chance, found = random.Random(seed), Counter[str]()
    for _ in range(times):
        shutil.rmtree(place / "store")
        shutil.copytree(place / "old", place / "store")
        cut = child.do(settings, kill_after=chance.uniform(0.02, work))
        found["killed" if cut["status"] == -9 else "done before"] += 1
        asked = child.do(settings, question=QUESTION)
        found["answered" if answers(asked) else "said what to do"] += 1
        assert answers(asked) or says_what_to_do(asked), (cut, asked)
        assert mended(child, settings), (cut, asked)
        assert contents(settings.corpus) == before
    return found


def test_killed_at_some_points(child, tmp_path):
    times = often(3, 50)
    assert kills(tmp_path, child, times, SEED)["killed"] >= 0.4 * times


def test_killed_while_it_is_built_for_the_first_time(child, tmp_path):
    settings = podcast(Settings(tmp_path / "corpus", tmp_path / "store"), 9)
    cut = child.do(settings, kill_after=0.15)
    assert cut["status"] == -9
    assert says_what_to_do(child.do(settings, question=QUESTION))
    child.do(settings)
    assert answers(child.do(settings, question=QUESTION))


@pytest.mark.parametrize("largest", [20_000, 400_000, 1_500_000])
def test_no_file_can_grow(child, tmp_path, largest):
    settings = podcast(Settings(tmp_path / "corpus", tmp_path / "store"), 9)
    child.do(settings)
    podcast(settings, 18)
    before = contents(settings.corpus)
    full = child.do(settings, largest=largest)
    assert "Free some space" in full["error"] and says_what_to_do(full), full
    assert answers(child.do(settings, question=QUESTION))
    assert child.do(settings)["embedded"] > 0
    assert answers(child.do(settings, question=QUESTION))
    assert contents(settings.corpus) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here ({error})")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(child, tmp_path, small_disk):
    settings = podcast(Settings(tmp_path / "corpus", small_disk / "store"), 9)
    assert child.do(settings)["embedded"] > 0
    podcast(settings, EPISODES)
    before = contents(settings.corpus)
    full = child.do(settings)
    assert "Free some space" in full["error"] and says_what_to_do(full), full
    # Chroma has to write even to read, and leaves half a file of vectors on a full disk.
    asked = child.do(settings, question=QUESTION)
    assert answers(asked) or says_what_to_do(asked), asked
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    # Chroma may have left a file of its vectors half written: then the line says to rebuild.
    assert mended(child, settings)
    assert contents(settings.corpus) == before


def test_a_store_made_read_only(child, tmp_path, whole):
    store = tmp_path / "store"
    shutil.copytree(whole.store, store)
    settings = replace(whole, store=store)
    before = contents(whole.corpus)
    places = [store, *store.rglob("*")]
    modes = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(place.stat().st_mode & ~0o222)
    try:
        asked = child.do(settings, question=QUESTION, obeys=True)
        assert answers(asked) or "is read-only" in asked["error"]
        assert child.do(settings, obeys=True)["embedded"] == 0  # nothing to do
        rebuilt = child.do(settings, rebuild=True, obeys=True)
        assert says_what_to_do(rebuilt), rebuilt
    finally:
        for place, mode in zip(places, modes, strict=True):
            place.chmod(mode)
    assert answers(child.do(settings, question=QUESTION))
    assert contents(whole.corpus) == before


def test_every_file_of_the_store_cut_short(child, tmp_path, whole):
    before, cuts = contents(whole.corpus), random.Random(SEED)
    files = sorted(file for file in whole.store.rglob("*") if file.stat().st_size)
    seen = [file for file in files if file.is_file()]
    # One episode of the corpus stands for all, one level's lexical index for the others.
    seen = [
        file
        for file in seen
        if (file.parent.name != "corpus" or file.stem in ("007", "podcast"))
        and (not file.parent.name.endswith("-lexical") or file.parent.name == "window-lexical")
    ]
    assert len(seen) > 30
    unclear = []
    for file in seen:
        settings = replace(whole, store=tmp_path / "store")
        shutil.copytree(whole.store, settings.store)
        cut = settings.store / file.relative_to(whole.store)
        data = cut.read_bytes()
        # Chroma's own code would crash over a header of 30 bytes.
        share = 0.3 if cut.name == "header.bin" else cuts.choice([0.0, 0.3, 0.7, 0.95])
        cut.write_bytes(data[: int(len(data) * share)])
        outcome = child.do(settings, question=QUESTION)
        if not answers(outcome) and not says_what_to_do(outcome):
            unclear.append((str(file.relative_to(whole.store)), outcome))
        shutil.rmtree(settings.store)
    assert unclear == []
    assert contents(whole.corpus) == before
