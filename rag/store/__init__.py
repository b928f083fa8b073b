"""An index on disk or in a Chroma server: whole, locked, checked. Not what it means."""
