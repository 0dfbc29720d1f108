"""Intake of comments and linkbacks: validation, suspicion score, and durable, idempotent storing."""
