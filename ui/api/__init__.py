"""The typed API for other programs, by HTTP and MCP."""
