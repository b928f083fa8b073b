"""Write answers with a language model, and check them. Does not know how passages were found."""
