"""From an address, a folder or a file to episodes. Does not know how a corpus is stored."""
