"""Indexes brought up to date while they are in use."""
