"""The gate before the window: who is let in, how often, with what. Knows no podcast."""
