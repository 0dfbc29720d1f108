"""What several plugins share: HTML tokens, text, addresses, files, settings, findings, slugs, and one store.

Knows no plugin. README.md says which module is for what.
"""
