"""Find the sentences that may answer a question, and how likely they do."""
