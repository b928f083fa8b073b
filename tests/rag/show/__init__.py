"""Questions about the show itself."""
