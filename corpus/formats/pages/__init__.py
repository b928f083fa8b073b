"""The saved page of a podcast's host, and published show notes."""
