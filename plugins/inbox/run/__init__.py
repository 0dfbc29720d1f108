"""The processes: the server, its worker, the moderator's terminal, and erasing what is private."""
