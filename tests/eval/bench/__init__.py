"""Measuring speed and size."""
