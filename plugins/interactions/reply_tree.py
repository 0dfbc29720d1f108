"""Threads comments: a list of comments as trees of replies, of limited depth.

Whatever the files contain, every comment is in the result exactly once: one whose parent is missing or itself, or the
first of a cycle, is at the top level. All steps take linear time, and none recurses, so that a thread of a thousand
replies is no problem.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.interactions.model import Interaction

__all__ = ["Node", "threads"]


@dataclass(frozen=True, slots=True)
class Node:
    """A comment with its replies.

    Attributes:
        interaction: The comment.
        replies: The replies, oldest first.
        answers: The comment that it replies to, where that is not its parent in the tree, because the depth is limited.
    """

    interaction: Interaction
    replies: tuple[Node, ...] = ()
    answers: Interaction | None = None


def threads(comments: Iterable[Interaction], deepest: int) -> tuple[Node, ...]:
    """Return comments as trees, oldest first at each level.

    Args:
        comments: Of one article, in any order.
        deepest: The most levels; a reply below the last one is put beside the comment that it replies to.
    """
    ordered = sorted(comments, key=lambda comment: (comment.published, comment.id))
    by_id = {comment.id: comment for comment in ordered}
    parents = _without_circles({comment.id: comment.in_reply_to for comment in ordered})
    hosts = _hosts(parents, deepest)
    replies: dict[str | None, list[str]] = defaultdict(list)
    for comment in ordered:
        replies[hosts[comment.id]].append(comment.id)
    nodes: dict[str, Node] = {}
    for identity in _upwards(replies):
        parent = parents[identity]
        nodes[identity] = Node(
            by_id[identity],
            tuple(nodes[reply] for reply in replies[identity]),
            by_id[parent] if parent is not None and parent != hosts[identity] else None,
        )
    return tuple(nodes[identity] for identity in replies[None])


def _without_circles(wanted: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the parent of each id, in the order given; the first of each cycle, and each orphan, has none.

    >>> _without_circles({"a": "b", "b": "a", "c": "c", "d": "gone", "e": "a"})
    {'a': None, 'b': 'a', 'c': None, 'd': None, 'e': 'a'}
    """
    parents = {identity: parent if parent in wanted else None for identity, parent in wanted.items()}
    rank = {identity: place for place, identity in enumerate(parents)}
    settled: set[str] = set()
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        current: str | None = start
        while current is not None and current not in settled and current not in on_path:
            path.append(current)
            on_path.add(current)
            current = parents[current]
        if current in on_path:
            circle = path[path.index(current) :]
            parents[min(circle, key=rank.__getitem__)] = None
        settled |= on_path
    return parents


def _hosts(parents: Mapping[str, str | None], deepest: int) -> dict[str, str | None]:
    """Return the parent in the tree of each comment: its own parent, or, on the last level, the parent's."""
    levels: dict[str, int] = {}
    hosts: dict[str, str | None] = {}
    for start in parents:
        path = []
        current: str | None = start
        while current is not None and current not in levels:
            path.append(current)
            current = parents[current]
        for identity in reversed(path):
            parent = parents[identity]
            full = parent is not None and levels[parent] >= deepest
            hosts[identity] = hosts[parent] if parent is not None and full else parent
            levels[identity] = 1 if parent is None else levels[parent] + (not full)
    return hosts


def _upwards(replies: Mapping[str | None, list[str]]) -> list[str]:
    """Return all ids in post-order: each after its replies."""
    found: list[str] = []
    waiting = list(replies.get(None, ()))
    while waiting:
        identity = waiting.pop()
        found.append(identity)
        waiting += replies.get(identity, ())
    return found[::-1]
