"""Sends webmentions, pingbacks and trackbacks for the links of published articles: ``python3 tasks.py notify``.

It is not a part of the build. :mod:`~plugins.notify.plan` decides what to send, from the published pages
(:mod:`~plugins.notify.article_page`) and the history of sent linkbacks (:mod:`~plugins.notify.sent_history`);
every request goes through :mod:`plugins.fetcher`. README.md is the manual.
"""
