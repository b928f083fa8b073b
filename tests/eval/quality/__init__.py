"""Judging answers and rankings."""
