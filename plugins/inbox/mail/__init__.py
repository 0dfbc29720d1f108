"""Mail by the outbox pattern: queues letters in the transaction of their cause, composes them, sends them by SMTP."""
