"""The line: first come, first served, and a word for those who find no room."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import pytest

from tests.support.asking import small_pipeline, word_search
from tests.support.fakes import small_corpus
from ui.door.clients import AT_WORK, IN_LINE, Pace
from ui.html.search_results import find
from ui.state import queue as line_module
from ui.state.conversation import Exchange, in_turn, replies
from ui.state.events import Searched
from ui.state.queue import SOON, Busy, RequestQueue
from ui.texts.english import ENGLISH
from ui.texts.german import GERMAN

SEARCH = word_search(small_corpus())


def test_served_at_once_while_there_is_room():
    line = RequestQueue(served=2, waiting=0)
    with line.place() as first, line.place() as second:
        assert (list(first), list(second)) == ([], [])
        with pytest.raises(Busy, match=ENGLISH.busy), line.place():
            pass
    with line.place() as third:
        assert list(third) == []


def test_whoever_waits_hears_how_many_are_ahead(monkeypatch):
    monkeypatch.setattr(line_module, "CHECK_INTERVAL", 0.0)
    line = RequestQueue(served=1, waiting=3)
    served, other = line.place(), line.place()
    with served as turn:
        assert list(turn) == []
        other.__enter__()
        with line.place() as third:
            assert [next(third), next(third)] == [2, 2]
            other.__exit__(None, None, None)  # somebody before them gives up
            assert next(third) == 1
    with line.place() as fourth:
        assert list(fourth) == []


def test_a_place_is_given_back_after_an_error():
    line = RequestQueue(served=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.place():
            raise ZeroDivisionError
    with line.place() as turn:
        assert list(turn) == []


def test_one_client_has_few_places_and_hears_when_to_come_back():
    asking = ["a"]
    line = RequestQueue(served=2, waiting=20, client=lambda: asking[0], pace=Pace(IN_LINE + 2))
    with ExitStack() as places:
        for _ in range(IN_LINE):
            places.enter_context(line.place())
        with (
            pytest.raises(Busy, match=ENGLISH.overdone.format(seconds=SOON)),
            line.place(),
        ):
            pass
        asking[0] = "b"
        with line.place() as others:
            assert list(others) == []
    asking[0] = "a"
    for _ in range(2):
        with line.place() as turn:
            assert list(turn) == []
    # There is room, but a minute's questions have been asked.
    with pytest.raises(Busy, match=ENGLISH.overdone.format(seconds=10)), line.place():
        pass
    asking[0] = None  # type: ignore[call-overload]
    with ExitStack() as places:
        for _ in range(22):
            places.enter_context(line.place())
        with pytest.raises(Busy, match=ENGLISH.busy), line.place():
            pass


def test_who_sends_many_is_not_ahead_of_who_comes_later_with_one():
    asking = [""]
    line, order = RequestQueue(served=2, waiting=20, client=lambda: asking[0]), []
    with ExitStack() as first:
        places = {}
        for name in ("a1", "a2", "a3", "b1", "a4", "b2", "c1"):
            asking[0] = name[0]
            places[name] = line.place()
            turn = places[name].__enter__()
            first.callback(places[name].__exit__, None, None, None)
            order.append((name, next(turn, 0)))
    # One of each client is at work, then one of each waits before anybody's second does.
    assert order == [("a1", 0), ("a2", 1), ("a3", 2), ("b1", 0), ("a4", 3), ("b2", 2), ("c1", 1)]


def test_no_client_takes_all_the_places_where_answers_are_made():
    line = RequestQueue(served=AT_WORK + 1, waiting=20, client=lambda: "a")
    with ExitStack() as places:
        turns = [places.enter_context(line.place()) for _ in range(AT_WORK + 1)]
        assert [list(turn) for turn in turns[:AT_WORK]] == [[]] * AT_WORK
        assert next(turns[AT_WORK]) == 1


def test_first_come_first_served_and_never_more_at_once():
    line, order, inside, most = RequestQueue(served=2, waiting=40), [], set(), [0]

    def ask(number: int) -> None:
        with line.place() as turn:
            for _ in turn:
                pass
            inside.add(number)
            most[0] = max(most[0], len(inside))
            order.append(number)
            time.sleep(0.01)
            inside.discard(number)

    with ThreadPoolExecutor(40) as pool:
        jobs = []
        for number in range(40):
            jobs.append(pool.submit(ask, number))
            time.sleep(0.002)
        for job in jobs:
            job.result()
    assert most[0] == 2
    assert sorted(order) == list(range(40))
    # Two are inside together, so neighbours may swap; nobody is overtaken by more.
    assert all(abs(place - number) <= 4 for place, number in enumerate(order))


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_an_exchange_in_line_and_one_without_room(words):
    line, asked = RequestQueue(served=1, waiting=1), Exchange("Warum federt Esche?")

    def growing():
        return in_turn(line, asked, words, replies(small_pipeline(), SEARCH, (), asked, words))

    with line.place() as first, closing(growing()) as waiting:
        assert list(first) == []
        assert next(waiting).ahead == 1
        (refused,) = growing()
        assert (refused.reply, refused.settled) == (words.busy, True)
    *_, last = growing()
    assert last.settled and last.ahead == 0 and not isinstance(last.reply, str)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_a_search_stands_in_the_same_line(words):
    line, looked = RequestQueue(served=1, waiting=1), []

    def search(text, k, scope):
        looked.append(text)
        return SEARCH(text, k, scope)

    def looking():
        return find(line, search, Searched(question=" Esche federt "), words)

    with line.place() as first, closing(looking()) as waiting:
        assert list(first) == []
        assert words.in_line.format(ahead=1) in next(waiting)
        (refused,) = looking()
        assert words.busy in refused
    # Whoever left before it was their turn is searched nothing for, and their place is free.
    assert looked == []
    (found,) = looking()
    assert "Esche ist zäh" in found and looked == ["Esche federt"]


@pytest.mark.parametrize("text", ["x" * 1_001, "\ud800", "?!"])
def test_what_cannot_be_searched_for_is_not(text):
    def never(*_):
        raise AssertionError("searched")

    (shown,) = find(RequestQueue(1, 1), never, Searched(question=text), GERMAN)
    assert 'class="notice"' in shown and GERMAN.trouble not in shown
