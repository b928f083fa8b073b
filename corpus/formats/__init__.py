"""One module per family of published formats; each turns text into a Document, Corpus or Feed.

Nothing here opens a file or an address. Unreadable input raises ImportFailed with its place.
"""
