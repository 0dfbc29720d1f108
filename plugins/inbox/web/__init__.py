"""The HTTP interface: comment form, moderator's pages, linkback endpoints, and the records API of sync."""
