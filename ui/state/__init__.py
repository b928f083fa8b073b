"""The state of a window: questions, answers and the queue. Knows no HTML."""
