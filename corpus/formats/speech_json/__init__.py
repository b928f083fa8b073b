"""What speech services and players write as JSON."""
