"""A language model that writes, and what checks it. Does not know how passages were found."""
