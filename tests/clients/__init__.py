"""Software that others wrote sends linkbacks to the inbox: it finds the way from a built page, by itself."""
