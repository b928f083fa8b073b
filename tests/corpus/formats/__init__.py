"""What published files say."""
