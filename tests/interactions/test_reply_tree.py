"""Threads: everything once, in order, however wrong the files are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.interactions.model import Interaction
from plugins.interactions.record_ids import new_id
from plugins.interactions.reply_tree import Node, threads

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def identity(number: int) -> str:
    """Return the id of a numbered comment."""
    return new_id(START + timedelta(minutes=number), bytes(10))


def comment(number: int, answers: int | None = None, at: int | None = None) -> Interaction:
    """Return a numbered comment, written at a minute."""
    return Interaction(
        id=identity(number),
        article="a",
        kind="comment",
        author=str(number),
        published=START + timedelta(minutes=number if at is None else at),
        text="x",
        in_reply_to=None if answers is None else identity(answers),
    )


def shape(nodes: tuple[Node, ...]) -> list[object]:
    """Return trees as nested lists of numbers; a number in brackets is what a comment answers from afar."""
    return [
        (node.interaction.author or "")
        + (f"({node.answers.author})" if node.answers else "")
        + (str(shape(node.replies)) if node.replies else "")
        for node in nodes
    ]


def test_answers_stand_below_what_they_answer() -> None:
    """Oldest first at each level, in whatever order the files come."""
    comments = [comment(4, 1), comment(3), comment(2, 1), comment(1), comment(5, 2)]
    assert shape(threads(comments, 5)) == ["1[\"2['5']\", '4']", "3"]


def test_orphans_stand_at_the_top() -> None:
    """An answer to what is gone, or to itself, is read all the same."""
    assert shape(threads([comment(2, 9), comment(1, 1)], 5)) == ["1", "2"]


def test_circles_begin_with_their_first() -> None:
    """A circle is cut before the oldest of its members."""
    comments = [comment(1, 3), comment(2, 1), comment(3, 2), comment(4, 3)]
    assert shape(threads(comments, 9)) == ["""1['2["3[\\'4\\']"]']"""]


def test_deep_answers_stand_beside() -> None:
    """Below the last level an answer stands beside what it answers, and says whom it means."""
    comments = [comment(1), comment(2, 1), comment(3, 2), comment(4, 3), comment(5, 1)]
    assert shape(threads(comments, 2)) == ["1['2', '3(2)', '4(3)', '5']"]
    assert shape(threads(comments, 1)) == ["1", "2(1)", "3(2)", "4(3)", "5(1)"]


def test_a_long_thread_is_no_deep_recursion() -> None:
    """Ten thousand answers one below the other make a tree, without reaching Python's limit."""
    comments = [comment(number, number - 1 if number else None) for number in range(10_000)]
    (first,) = threads(comments, 4)
    assert first.interaction.author == "0"
    assert len(first.replies[0].replies[0].replies) == 9_997


@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 14), st.integers(0, 3)), max_size=12))
def test_everything_stands_once(given_: list[tuple[int, int | None, int]]) -> None:
    """Whatever answers what: each comment once, no level too deep, brothers in order of time."""
    comments = {number: comment(number, answers, at) for number, answers, at in given_}.values()
    seen: list[str] = []

    def look(nodes: tuple[Node, ...], level: int) -> None:
        assert level <= 3 or not nodes
        assert [node.interaction for node in nodes] == sorted(
            (node.interaction for node in nodes), key=lambda c: (c.published, c.id)
        )
        for node in nodes:
            seen.append(node.interaction.id)
            look(node.replies, level + 1)

    look(threads(comments, 3), 1)
    assert sorted(seen) == sorted(comment.id for comment in comments)
