"""From a question to the sentences that may answer it, and how likely they do."""
