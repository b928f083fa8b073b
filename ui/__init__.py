"""The chat window. Shows what `rag` answers; knows nothing of how it is found.

`serve` opens it all, `window` is the page and its events. `html` draws every part, with text
escaped by default; `state` is what was asked and whose turn it is; `texts` has every sentence;
`api` is what other programs call; `door` is who is let in, how often and with what; `theme` is the
look, and `logs` keeps questions out of the log.
"""

from ui.serve import open_door
from ui.texts.german import GERMAN
from ui.window import build_window

__all__ = ["GERMAN", "build_window", "open_door"]
