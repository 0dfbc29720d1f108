"""Tells other sites that an article links to them, once it is published: ``python3 tasks.py notify``.

Runs in no build. What is to be told is decided by :mod:`~plugins.notify.plan`, from the
published pages (:mod:`~plugins.notify.article_page`) and from what was told before (:mod:`~plugins.notify.history`);
every request goes through :mod:`plugins.fetcher`. README.md is the manual.
"""
