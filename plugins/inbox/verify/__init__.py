"""Verification of linkbacks: fetches their sources, SSRF-guarded and rate-limited per host, and decides on them."""
