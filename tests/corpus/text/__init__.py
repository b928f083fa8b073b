"""Sentences, quotations, times as people write them."""
