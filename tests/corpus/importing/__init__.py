"""From an address, a folder or a file to episodes."""
