"""How fast and how large it is, beside what a user would pick instead: `python -m eval bench`.

command → systems (one at a time, in a process of its own) → rows → report
corpora (small, large, synthetic vectors)         └→ ratios (what CI watches)
"""
