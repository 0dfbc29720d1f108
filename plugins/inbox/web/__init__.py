"""HTTP: the comment form, the moderator's pages, and the endpoints of other sites' software."""
