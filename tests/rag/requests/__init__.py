"""Requests fulfilled from the transcript."""
