"""The HTTP client for untrusted URLs, guarded against SSRF: public addresses only; bounded hops, bytes and time.

It resolves a name once per hop, refuses every address that is not public, and connects to the address that it checked;
README.md is the manual. Nothing here runs during a build.
"""
