"""The HTML of whole pages about a podcast: an episode, a person, a topic."""
