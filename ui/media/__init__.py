"""Pictures, recordings and fonts for pages; knows nothing of questions."""
