"""The chat window. Shows what `rag` answers; knows nothing of how it is found.

`window` is the page and its events, `conversation` what was asked and answered, `messages` and
`cards` turn that into what the browser shows, `look` is theme, style and script, `wording` every
German sentence. All HTML is made in `messages` and `cards`, where text is escaped by default.
"""

from ui.look import launch_options
from ui.window import build_window

__all__ = ["build_window", "launch_options"]
