"""Words, names, numbers and languages."""
