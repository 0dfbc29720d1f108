"""The site in a real browser: Chromium, against a server on this machine that sends the documented headers."""
