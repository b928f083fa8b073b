"""Learning weights and thresholds."""
