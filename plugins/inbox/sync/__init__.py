"""Approved records on their way: to the author's folder elsewhere, and into a rebuilt site."""
