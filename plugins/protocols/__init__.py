"""Linkbacks as protocols: TrackBack, Pingback and Webmention, apart from any server."""
