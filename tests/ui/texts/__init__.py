"""The window's sentences."""
