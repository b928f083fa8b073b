"""A room of tests for each room of the project; support has what they share."""
