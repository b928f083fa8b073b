"""What was asked and answered in a window, and whose turn it is. Knows no HTML."""
