"""Shared building blocks: HTML tokens, text, URLs, files, settings, findings, slugs and a content-addressed store.

Imports no plugin. README.md says which module is for what.
"""
