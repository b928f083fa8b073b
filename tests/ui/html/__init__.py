"""HTML of each part of the window."""
