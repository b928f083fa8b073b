"""Text to vectors, each text once. Knows nothing of what is done with them."""
