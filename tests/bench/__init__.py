"""Speed, measured: ``python3 tasks.py bench``. What is tested here is what measures, and no speed."""
