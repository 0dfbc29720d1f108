"""Speed, measured: ``python3 tasks.py bench``. Nothing here is a test."""
