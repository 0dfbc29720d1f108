"""The file robots.txt (RFC 9309). Contains no Pelican and no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["ROBOTS", "robots"]

ROBOTS = "robots.txt"


def robots(disallow: Mapping[str, Sequence[str]], sitemap: str = "") -> bytes:
    r"""Return what robots may visit: all but what is named, and where the sitemap is.

    Args:
        disallow: Paths that a robot is asked to leave, by its name; a name with ``*`` stands for all others.
        sitemap: The absolute address of the sitemap, or an empty string.

    >>> robots({"GPTBot": ["/"]}, "https://a.example/sitemap.xml").decode().splitlines()
    ['User-agent: GPTBot', 'Disallow: /', '', 'User-agent: *', 'Allow: /', '', 'Sitemap: https://a.example/sitemap.xml']
    """
    groups = [
        [f"User-agent: {robot}", *(f"Disallow: {path}" for path in paths or ("",))] for robot, paths in disallow.items()
    ]
    if "*" not in disallow:
        groups.append(["User-agent: *", "Allow: /"])
    if sitemap:
        groups.append([f"Sitemap: {sitemap}"])
    return ("\n\n".join("\n".join(group) for group in groups) + "\n").encode("ascii")
