"""The chat window. Shows what `rag` answers; knows nothing of how it is found.

`window` is the page and its events, `events` what its scripts send, `conversation` what was asked
and answered, `stopping` how an answer ends early, `memory` how the browser keeps it all.
`messages`, `cards`, `timeline`, `passages`, `episodes` and `frame` make all HTML, where text is
escaped by default, and `trouble` stands for what cannot be drawn; `german` and `english` have every
sentence; `look` is theme and style, `serve` opens it all; `api` is what other programs call,
`calls` checks what they send, `results` is what they get, `tools` makes MCP tools of it; `logs`
keeps questions out of the log.

Before all of it stands `gate`, which knows `routes`, `callers`, `bodies` and `headers`; `server`
listens, `clients` and `line` see to it that one client leaves room for others.
"""

from ui.serve import open_door
from ui.texts.german import GERMAN
from ui.window import build_window

__all__ = ["GERMAN", "build_window", "open_door"]
