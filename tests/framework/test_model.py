"""The framework's values can be sent to another process and compared."""

from __future__ import annotations

import pickle

from plugins.framework.model import Axis, Framework, Term
from plugins.i18n.messages import Labels
from tests.framework.samples import FRAMEWORK


def test_framework_survives_pickling() -> None:
    """A framework that was pickled is equal to itself, and its terms are in the same order."""
    copy = pickle.loads(pickle.dumps(FRAMEWORK))
    assert copy == FRAMEWORK
    assert list(copy.axes["drivers"].terms) == ["numerique", "collaboratif", "rse"]


def test_fewest() -> None:
    """A required axis wants a term at least, and another what it declares, when it is named at all."""
    nothing = Labels({})
    found = [
        Axis("x", nothing, nothing, "x", least=least, required=required).fewest
        for least, required in ((0, False), (0, True), (1, True), (2, True), (2, False))
    ]
    assert found == [0, 1, 1, 2, 2]


def test_relations_of_an_unknown_kind_are_not_shown() -> None:
    """A relation that the framework does not declare is neither yielded forwards nor backwards."""
    nothing = Labels({})
    terms = {
        "a": Term("a", nothing, relations={"warms": (("x", "b"),)}),
        "b": Term("b", nothing),
    }
    framework = Framework(axes={"x": Axis("x", nothing, nothing, "x", terms=terms)})
    assert list(framework.direct_relations("x", "a")) == []
    assert list(framework.inverse_relations("x", "b")) == []
