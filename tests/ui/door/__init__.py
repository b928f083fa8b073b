"""Who is let in, how often, with what."""
