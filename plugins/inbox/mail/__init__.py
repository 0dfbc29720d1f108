"""Mail: which letters are due, what they say, and sending them over SMTP."""
