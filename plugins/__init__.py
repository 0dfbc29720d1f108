"""Trépied's plugins: one concern, one package, a pure core and one ``contribution`` that adds it to a site.

All but four modules of the press, by which it stands in for parts of Pelican's, contains no Pelican. ``contract.toml``
says so, and who may import whom; docs/architecture.md draws it.
"""
