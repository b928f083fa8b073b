"""Several podcasts that are asked as one. Each is judged by itself."""
