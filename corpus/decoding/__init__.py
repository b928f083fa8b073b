"""Bytes as text: encodings, Word documents, PDFs. Does not know what the text says."""
