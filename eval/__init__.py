"""Measures quality, speed and size: an offline set of questions, its metrics and reports."""
