"""The chat window. Shows what `rag` answers; knows nothing of how it is found.

`window` is the page and its events, `events` what its scripts send, `conversation` what was asked
and answered, `stopping` how an answer ends early, `memory` how the browser keeps it all.
`messages`, `cards`, `timeline`, `passages`, `episodes` and `frame` make all HTML, where text is
escaped by default, and `trouble` stands for what cannot be drawn; `german` and `english` have every
sentence; `look` is theme, style and policy, `serve` opens it all; `api` is what other programs
call, `calls` checks what they send, `results` is what they get, `tools` makes MCP tools of it;
`logs` keeps questions out of the log.
"""

from ui.german import GERMAN
from ui.serve import open_window
from ui.window import build_window

__all__ = ["GERMAN", "build_window", "open_window"]
