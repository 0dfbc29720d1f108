"""The author's preview: the site built, served on this machine, and built again at each change."""
