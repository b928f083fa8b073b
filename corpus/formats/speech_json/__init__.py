"""JSON written by speech services and players."""
