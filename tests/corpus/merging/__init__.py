"""A corpus folder brought up to date."""
