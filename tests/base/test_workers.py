"""Workers: answers in order, tasks that come back undone, and how a death is told."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator

import pytest

from plugins.base.workers import WorkerDiedError, Workers

KIND = "numbers"
MAKER = "tests.base.test_workers:maker"


def maker(factor: int) -> Callable[[object], tuple[int, int]]:
    """Return what multiplies numbers, and does otherwise with words."""

    def work(given: object) -> tuple[int, int]:
        if given == "fail":
            raise ValueError
        if given == "exit":
            raise SystemExit(4)
        if given == "log":
            logging.getLogger("any").warning("told")
        if given == "die":
            os._exit(5)
        return (given * factor if isinstance(given, int) else 0), os.getpid()

    return work


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Return two workers that multiply by three."""
    pair = Workers(2)
    pair.teach(KIND, MAKER, 3)
    yield pair
    pair.close()


def done(workers: Workers, given: list[object], fewest: int = 1) -> list[object]:
    """Return what workers answer to some tasks, without the numbers of the processes."""
    tasks = workers.each(KIND, given, lambda one: None if one is None else (str(one), one), fewest)
    return [answer and answer[0] for _, answer in tasks]


def test_answers_come_in_order_and_what_fails_comes_back_undone(workers: Workers) -> None:
    """A fault, an exit, a line of a log and what cannot be pickled are left to who asked."""
    given = [*range(50), None, "fail", "exit", "log", lambda: 1, 7]
    assert done(workers, given) == [*(3 * number for number in range(50)), None, None, None, None, None, 21]


def test_the_work_is_shared_between_other_processes(workers: Workers) -> None:
    """Both take part, and this process has time for something else meanwhile."""
    meanwhile = iter(range(3))
    answers = [answer for _, answer in workers.each(KIND, range(500), lambda one: ("", one), 1, meanwhile)]
    assert len({process for _, process in answers} - {os.getpid()}) == 2
    assert [*meanwhile] == []


def test_few_tasks_start_nobody(workers: Workers) -> None:
    """Below a number, and without a lesson that can be pickled, all comes back undone."""
    assert done(workers, [1, 2, 3], fewest=4) == [None, None, None]
    workers.teach("other", MAKER, lambda: 1)
    assert [*workers.each("other", [1], lambda one: ("", one))] == [(1, None)]
    assert [*Workers(1).each(KIND, [1], lambda one: ("", one))] == [(1, None)]


def test_a_death_is_told_with_what_it_was_at(workers: Workers) -> None:
    """The name of the task and the exit code, whichever worker it was."""
    with pytest.raises(WorkerDiedError) as told:
        done(workers, [*range(40), "die", *range(40)])
    assert (told.value.name, told.value.code) == ("die", 5)
