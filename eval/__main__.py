"""The command `python -m eval`: ask the questions of a set, or run the command that is named."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

COMMANDS = {
    "draft": "eval.draft",
    "bench": "eval.bench.command",
    "checking": "eval.bench.checking",
    "latency": "eval.bench.latency",
    "load": "eval.bench.load",
    "fit": "eval.fitting.fit",
    "fit-kinds": "eval.fitting.fit_kinds",
    "intents": "eval.intents",
    "embed-background": "eval.fitting.embed_background",
    "train-embedder": "eval.fitting.train_embedder",
    "train-reader": "eval.fitting.train_reader",
    "timing": "eval.timing",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    given = [*(sys.argv[1:] if arguments is None else arguments)]
    module = "eval.command"
    if given and given[0] in COMMANDS:
        module = COMMANDS[given.pop(0)]
    run: Callable[[Sequence[str]], int] = import_module(module).main
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
