"""Learns the numbers that rag decides by. Nothing in rag knows of it."""
