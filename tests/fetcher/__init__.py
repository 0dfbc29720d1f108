"""The guarded fetcher: what it refuses, what it bounds, whom it waits for."""
