"""What a question says of itself: who, where, what it leans on. Knows no index."""
