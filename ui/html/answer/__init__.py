"""An answer in the window: the question, what is quoted, where it is said, what it stands on."""
