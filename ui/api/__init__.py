"""What other programs call, by HTTP and MCP, typed."""
