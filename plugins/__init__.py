"""Trépied's plugins: one concern, one package, a pure core and one ``wiring`` that knows Pelican.

All that is not called ``wiring``, and is not one of the three modules by which the press stands in for parts of
Pelican's, contains no Pelican. ``contract.toml`` says so, and who may import whom; docs/architecture.md draws it.
"""
