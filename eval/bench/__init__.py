"""Measures speed and size, compared with common alternatives: `python -m eval bench`.

command → systems (one at a time, each in its own process) → rows → report
corpora (small, large, synthetic vectors)         └→ ratios (watched by CI)
"""
