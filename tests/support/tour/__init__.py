"""A tour of the window: a picture of every view and state, at three widths, light and dark."""
