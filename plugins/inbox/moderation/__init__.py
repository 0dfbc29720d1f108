"""Moderation: decisions on items and the record files that follow, and the moderator's login and sessions."""
