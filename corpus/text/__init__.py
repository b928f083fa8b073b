"""Text as people wrote it: sentences, quotations, names, times. Knows no podcast format."""
