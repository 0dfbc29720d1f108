"""The inbox, a web service: receives comments and linkbacks, verifies linkbacks, and has a moderator decide.

A comment is stored durably before its sender gets the response; an approved one becomes a text file of its own
(:class:`plugins.interactions.record_files.Store`), without mail address and network. The database alone says what work
is due: the job queue only makes it sooner, and a sweep completes it after a crash. README.md is the manual.
"""
