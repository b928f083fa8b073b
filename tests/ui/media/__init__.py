"""Pictures, recordings and fonts."""
