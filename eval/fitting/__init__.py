"""Learns the weights and thresholds that rag uses. Nothing in rag imports it."""
