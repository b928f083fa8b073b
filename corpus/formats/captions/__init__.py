"""Captions with a time on each: WebVTT, SubRip and their like."""
