"""Measures answers and rankings on a set of questions."""
