"""Questions about the show itself, answered from its notes. Knows nothing of the transcript."""
