"""An episode as files that players and importers read: its transcript, its chapters."""
