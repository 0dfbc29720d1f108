"""Trackback, pingback and webmention: what the protocols say, in both directions. Contains no Pelican and no I/O."""
