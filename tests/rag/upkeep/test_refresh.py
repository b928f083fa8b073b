"""From a feed to its index in one go: what it says, whom it keeps away, what a kill costs."""

import json
import random
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from corpus import load_corpus
from rag import Question, Settings, answer_pipeline, open_index
from rag import __main__ as commands
from rag.upkeep.live import Live
from rag.upkeep.refresh import refresh
from tests.support.effort import often
from tests.support.fakes import fake_embedder
from tests.support.fault_child import Children, children
from tests.support.feeds import feed, item, vtt
from tests.support.site import Page, Site

WORDS = ["Sauerteig", "Roggen", "Dinkel", "Steinofen", "Hefe", "Honig", "Butter", "Leim", "Esche"]
WORDS += ["Hobel", "Furnier", "Wachs", "Mühle", "Walnuss", "Kirschholz"]
FIRST, ALL = 12, len(WORDS)


def publish(site: Site, count: int) -> str:
    """A feed of so many episodes, each about a word of its own; its address."""
    for number, word in enumerate(WORDS[:count], 1):
        said = f"Am liebsten ist mir {word}, und das seit {number} Jahren."
        site.pages[f"/t/{number}"] = Page(vtt(("Jana", f"Was ist mit {word}?"), ("Uwe", said)))
    items = [item(n, (f"/t/{n}", "text/vtt")) for n in range(count, 0, -1)]
    site.pages["/feed.xml"] = Page(feed(*items))
    return f"{site.url}/feed.xml"


def question(number: int) -> str:
    return f"Seit wann ist {WORDS[number - 1]} am liebsten?"


def knows(settings: Settings, number: int) -> bool:
    index = open_index(settings, fake_embedder())
    answer = answer_pipeline(index).invoke(Question(question(number)))
    index.close()
    return f"{WORDS[number - 1]}, und das seit {number} Jahren" in answer.text


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(corpus=tmp_path / "corpus", store=tmp_path / "store")


def test_new_episodes_are_answered_from(settings, site):
    first = refresh(settings, publish(site, FIRST), fake_embedder(), allow_private=True)
    assert (first.added, first.changed, first.failures) == (FIRST, 0, ())
    again = refresh(settings, publish(site, FIRST), fake_embedder(), allow_private=True)
    assert (again.added, again.changed, again.update.embedded) == (0, 0, 0)
    assert refresh(settings, publish(site, ALL), fake_embedder(), allow_private=True).added == 3
    assert knows(settings, 1) and knows(settings, ALL)


@pytest.fixture
def command(settings, monkeypatch):
    monkeypatch.setattr(commands, "embedder", lambda _: fake_embedder())
    places = ["--corpus", str(settings.corpus), "--store", str(settings.store), "--allow-private"]
    return lambda *options: commands.main(["refresh", *options, *places])


def test_it_says_one_line(settings, site, command, capsys):
    address = publish(site, FIRST)
    assert command(address) == 0
    assert capsys.readouterr().out.startswith("12 new episodes, index up to date in ")
    publish(site, FIRST + 1)
    site.pages["/t/3"] = Page(vtt(("Jana", "Was ist mit Dinkel?"), ("Uwe", "Nichts mehr.")))
    site.pages["/t/4"] = Page(status=404)
    assert command(address) == 0
    said = capsys.readouterr()
    assert said.out.startswith("1 new episode, 1 changed, 1 failed, index up to date in ")
    assert said.out.count("\n") == 1
    assert said.err.startswith("Warning: 004.json: ") and said.err.count("\n") == 1


def test_what_cannot_be_fetched_is_one_line_and_the_old_index_answers(
    settings, site, command, capsys
):
    address = publish(site, FIRST)
    command(address)
    site.pages["/feed.xml"] = Page(status=500)
    capsys.readouterr()
    assert command(address) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("Error: ") and said.err.count("\n") == 1
    assert knows(settings, 5)


def test_without_a_source_it_needs_a_feed(settings, site, command, capsys):
    command(publish(site, FIRST))
    file = settings.corpus / "podcast.json"
    data = {name: value for name, value in json.loads(file.read_text()).items() if name != "feed"}
    file.write_text(json.dumps(data))
    capsys.readouterr()
    assert command() == 1
    assert "python -m rag refresh SOURCE" in capsys.readouterr().err


def test_two_do_not_collide(settings, site, command, capsys):
    address = publish(site, FIRST)
    lock = settings.corpus.parent / ".import" / "corpus.refresh.lock"
    lock.parent.mkdir()
    with FileLock(lock):
        assert command(address) == 1
    assert "Another refresh" in capsys.readouterr().err
    assert command(address) == 0


def test_two_at_once_end_whole(settings, site):
    address = publish(site, FIRST)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(refresh, settings, address, fake_embedder(), True) for _ in range(2)]
    errors = [run.exception() for run in runs if run.exception()]
    assert len(errors) < 2 and all("wait for it" in str(error) for error in errors)
    assert knows(settings, FIRST)


# Killed.


def kills(place: Path, child: Children, site: Site, times: int, seed: int) -> Counter[str]:
    """Kill a refresh that adds three episodes; what answered then. The next run makes up for it."""
    chance = random.Random(seed)
    settings = Settings(corpus=place / "corpus", store=place / "store")
    child.do(settings, source=publish(site, FIRST))
    edited = settings.corpus / "002.json"
    edited.write_text(edited.read_text().replace("Roggen", "Emmer"))
    child.do(settings, source=publish(site, FIRST))
    shutil.copytree(place, old := place.with_name("old"))
    address = publish(site, ALL)
    work = child.do(settings, source=address)["work"]
    found = Counter[str]()
    for _ in range(times):
        shutil.rmtree(place)
        shutil.copytree(old, place)
        cut = child.do(settings, source=address, kill_after=chance.uniform(0.01, work))
        found["killed" if cut["status"] == -9 else "done before"] += 1
        # Whatever was cut off: a whole corpus, and an index that answers from the old or the new.
        episodes = len(load_corpus(settings.corpus).episodes)
        found[f"{episodes} episodes in the corpus"] += 1
        answers = [child.do(settings, question=question(n)).get("text", "") for n in (1, ALL)]
        assert "Sauerteig, und das seit 1 Jahren" in answers[0], (cut, answers)
        found["new index" if "Kirschholz, und" in answers[1] else "old index"] += 1
        again = child.do(settings, source=address)
        assert "error" not in again and again["status"] == 0, again
        assert len(load_corpus(settings.corpus).episodes) == ALL
        assert "Emmer" in edited.read_text()
        assert "Kirschholz, und" in child.do(settings, question=question(ALL))["text"]
        left = {path.name.split("-")[0] for path in settings.store.iterdir()}
        assert left == {"embeddings.sqlite3", "generation", "lock", "manifest.json"}
    return found


@pytest.fixture(scope="module")
def child() -> Iterator[Children]:
    with children() as child:
        yield child


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="faults are made as Linux has them")
def test_a_kill_loses_nothing(tmp_path, site, child):
    times = often(4, 50)
    assert kills(tmp_path / "place", child, site, times, seed=3)["killed"] >= 0.5 * times


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="faults are made as Linux has them")
def test_a_nightly_refresh_while_people_ask(settings, site, child):
    """Another process adds three episodes; every answer is from one state, and theirs come."""
    child.do(settings, source=publish(site, FIRST))
    running = Live(
        settings,
        fake_embedder(),
        open_index(settings, fake_embedder()),
        lambda index: (len(index.corpus.episodes), answer_pipeline(index)),
    )
    running.watch(0.2)
    stop, asked, wrong = threading.Event(), Counter[int](), []

    def ask() -> None:
        while not stop.wait(0.01):
            episodes, pipeline = running.current()
            new = "Kirschholz, und" in pipeline.invoke(Question(question(ALL))).text
            old = "Honig, und das seit 6" in pipeline.invoke(Question(question(6))).text
            asked[episodes] += 1
            if not old or new != (episodes == ALL):
                wrong.append((episodes, old, new))

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    try:
        assert child.do(settings, source=publish(site, ALL))["added"] == 3
        done = time.monotonic()
        while not asked[ALL] and time.monotonic() < done + 30:
            time.sleep(0.1)
    finally:
        stop.set()
        running.close()
        for asker in askers:
            asker.join()
    assert not wrong
    assert asked[FIRST] and asked[ALL]
