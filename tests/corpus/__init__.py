"""From what is published to corpus files."""
