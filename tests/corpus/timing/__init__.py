"""Times where nobody published them."""
