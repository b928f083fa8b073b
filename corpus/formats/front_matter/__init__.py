"""What stands above a text between fences and describes its episode: YAML or TOML."""
