"""Updates a corpus folder and keeps what people corrected. Fetches nothing."""
