"""The linkback protocols TrackBack, Pingback and Webmention, receiving and sending; no I/O."""
