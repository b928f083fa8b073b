"""What listeners want done rather than answered: a summary, a place, a count, somebody's words."""
