"""The inbox: receives what readers write, keeps what is private, and lets a moderator decide.

A comment is in the database before it is answered for; what is approved becomes one text file
(:class:`plugins.interactions.record_files.Store`), without mail address and without network address. The database
alone says what is left to do: the queue only makes it sooner, and a sweep finds what a crash left behind. README.md is
the manual.
"""
