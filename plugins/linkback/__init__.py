"""Linkbacks as protocols: TrackBack, Pingback and Webmention, apart from any server. Contains no Pelican and no I/O."""
