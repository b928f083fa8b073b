"""Text that people read, with names and perhaps times in it."""
