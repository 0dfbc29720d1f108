"""Rendering of one file: Markdown to HTML, links, HTML transforms, table of contents, summary."""
