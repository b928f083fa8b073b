"""The version of Nachgefragt, which `nachgefragt --version`, the API and MCP tell."""

VERSION = "0.1.0"
