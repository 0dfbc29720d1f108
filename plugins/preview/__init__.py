"""The author's preview: builds the site, serves it on localhost, and rebuilds it on every change."""
