"""The command `nachgefragt`, which runs all the others, also where pip installed it.

A wheel holds everything inside one package, so that another project's `rag` or `eval` is not in the
way; the packages are found there as they are in a checkout.
"""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

USAGE = """\
usage: nachgefragt COMMAND …

  serve        open the chat window
  import       turn a feed, a folder, a page or a transcript into corpus files
  transcribe   turn speech into text where there is no transcript
  align        print an episode with estimated times
  check        validate a corpus
  export       print a transcript or chapters as other programs read them
  index        bring the index up to date
  check-index  find out whether the index is what was written
  refresh      import what is new and bring the index up to date
  search       list the passages that fit a question
  ask          answer a question
  eval         ask the eval set

Each has --help. --version prints the version.
"""
COMMANDS = {
    "serve": ("app", ()),
    **{
        name: ("corpus.__main__", (name,))
        for name in ("import", "transcribe", "align", "check", "export")
    },
    **{name: ("rag.__main__", (name,)) for name in ("index", "refresh", "search", "ask")},
    "check-index": ("rag.__main__", ("check",)),
    "eval": ("eval.__main__", ()),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0, 1 for a user's mistake, 130 for Ctrl-C."""
    name, *rest = [*(sys.argv[1:] if arguments is None else arguments)] or ["--help"]
    if name in ("-h", "--help", "help"):
        sys.stdout.write(USAGE)
        return 0
    if name == "--version":
        sys.stdout.write(f"nachgefragt {_module('corpus.version').VERSION}\n")
        return 0
    if name not in COMMANDS:
        sys.stderr.write(f"Error: There is no command {name[:40]!r}. See: nachgefragt --help\n")
        return 1
    module, first = COMMANDS[name]
    run: Callable[[Sequence[str]], int] = _module(module).main
    return run([*first, *rest])


def _module(name: str) -> ModuleType:
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    return import_module(name)


if __name__ == "__main__":
    sys.exit(main())
