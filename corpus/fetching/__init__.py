"""Downloads: bounded, polite, to addresses of the open internet. Knows nothing of podcasts."""
