"""The one loop that everything is taught in: random batches, a rate that falls, bounded time."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from time import monotonic

import torch
from torch import Tensor, nn

from eval.fitting.exercises import Exercise

WARM = 30  # steps in which the rate rises
LEAST = 0.02  # share of the rate that it falls to
DECAY = 0.01


@dataclass(frozen=True)
class Course:
    """What is learned from, and how long: `minutes`, or `times` everything, which comes first.

    `saved`: steps after which something is told.
    """

    exercises: Sequence[Exercise]
    minutes: float
    times: float
    batch: int
    saved: int
    seed: int = 1


def taught_by(
    course: Course,
    rates: Sequence[tuple[float, Sequence[nn.Parameter]]],
    loss_of: Callable[[list[Exercise], Random], Tensor],
) -> Iterator[None]:
    """Teach parameters, each at its rate; yield now and then and at the end."""
    groups = [{"params": list(some), "lr": rate} for rate, some in rates]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    every = [parameter for _, some in rates for parameter in some]
    random, started, losses = Random(course.seed), monotonic(), list[float]()
    for step, (batch, shown) in enumerate(_batches(course, random)):
        done = max((monotonic() - started) / 60 / course.minutes, shown / course.times)
        if done >= 1:
            break
        share = max(min(1.0, (step + 1) / WARM) * (1 - done), LEAST)
        for group, (rate, _) in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * share
        loss = loss_of(batch, random)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(every, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % course.saved == course.saved - 1:
            sys.stderr.write(f"{done:4.0%}  loss {sum(losses) / len(losses):.3f}\n")
            losses.clear()
            yield
    yield


def _batches(course: Course, random: Random) -> Iterator[tuple[list[Exercise], float]]:
    """Yield exercises, all of them before any again, and how often all were shown."""
    shown = 0
    while True:
        order = random.sample(course.exercises, len(course.exercises))
        for first in range(0, len(order), course.batch):
            some = order[first : first + course.batch]
            shown += len(some)
            yield some, shown / len(order)
