"""How well intents are told apart, of wordings that were not learned from."""

from eval.intents import held_out, table
from rag.question.intents import NONE, known
from tests.support.fakes import fake_embedder


def test_every_wording_is_judged_once_and_told_by_its_intent():
    some = [one for one in known() if one[0] in (NONE, "duration", "guest")][::4]
    held = held_out(some, fake_embedder().embed_queries([text for _, text, _ in some]))
    assert sorted(one.text for one in held) == sorted(text for _, text, _ in some)
    duration, guest, every, content = table(held)
    assert duration.startswith("duration ") and guest.startswith("guest ")
    assert every.startswith("all ") and content.startswith("about what is said ")
    right = sum(one.taken == one.intent for one in held)
    assert right > 0.7 * len(held)
