"""What messages to and from a worker begin with."""

from __future__ import annotations

READY, ANSWER = 0, 1
"""Of a worker: it has begun, and its process is this; the answer to the oldest task that it has."""
LEARN, TASK = 0, 1
"""To a worker: how tasks of a kind are done; a task."""
