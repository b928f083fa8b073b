"""Read a question: its people, episodes, expected answer and context. Knows no index."""
