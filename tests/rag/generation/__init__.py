"""Answers in a model's own sentences."""
