"""One guarded fetcher for everything that this project asks of hosts that somebody else named.

It resolves a name once, refuses every address that is not public, connects to what it resolved, and bounds hops, bytes
and time; README.md is the manual. Nothing here runs during a build.
"""
