"""One text from Markdown to HTML: links resolved, transforms applied, summary and contents drawn from it."""
