"""HTML of each part of the window. Knows nothing of Gradio or of how an answer comes about."""
