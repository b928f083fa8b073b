"""Speech to text, for episodes without a transcript."""
