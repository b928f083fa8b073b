"""How good answers and rankings are, measured on a set of questions."""
