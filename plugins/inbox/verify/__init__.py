"""Fetching the source of a linkback, and whether it links here."""
