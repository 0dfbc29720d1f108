"""Trépied's plugins: one concern, one package, a pure core and one ``wiring`` that knows Pelican."""
