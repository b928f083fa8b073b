"""Brings a corpus folder up to date and keeps what people corrected. Fetches nothing."""
