"""What packages say of a page, each under its own name."""

from __future__ import annotations

import copy
import pickle

import pytest
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from plugins.framework.outputs.parts import NO_PARTS, Parts

PARTS = Parts({"drawings": "a pot", "counting": 3})


def test_parts_by_package() -> None:
    """A package's part is what it said, be it one of this project's or another; an absent one's is None."""
    assert (PARTS.drawings, PARTS.counting, PARTS.seo, NO_PARTS.drawings) == ("a pot", 3, None, None)


@pytest.mark.parametrize("name", ["drawing", "Drawings", "model", "items", "keys"])
def test_an_unknown_package_is_an_error(name: str) -> None:
    """A name that no package has is a mistake, not an absent package."""
    with pytest.raises(AttributeError, match=f"^no package is called '{name}'$"):
        getattr(PARTS, name)


def test_in_templates() -> None:
    """A strict template may ask whether a package says something, and fails at a name that is none's."""
    env = SandboxedEnvironment(undefined=StrictUndefined)
    template = env.from_string("{{ parts.drawings }}{% if parts.seo %}!{% endif %}{{ parts.seo is none }}")
    assert template.render(parts=PARTS) == "a potTrue"
    with pytest.raises(UndefinedError, match="drawing"):
        env.from_string("{% if parts.drawing %}{% endif %}").render(parts=PARTS)


def test_frozen() -> None:
    """Nothing can be set, and what they were made of may change afterwards."""
    given = {"seo": 1}
    parts = Parts(given)
    given["seo"] = 2
    assert parts.seo == 1
    for name in ("seo", "_parts", "more"):
        with pytest.raises(AttributeError, match="frozen"):
            setattr(parts, name, 2)


def test_equal_by_value() -> None:
    """Parts are what they hold, though its values may have no hash; they can be pickled and copied."""
    same = Parts({"counting": 3, "drawings": "a pot"})
    assert (PARTS, hash(PARTS)) == (same, hash(same))
    assert Parts({"counting": 4, "drawings": "a pot"}) != PARTS
    assert PARTS != {"drawings": "a pot", "counting": 3}
    assert hash(Parts({"seo": []})) == hash(Parts({"seo": []}))
    assert pickle.loads(pickle.dumps(PARTS)) == copy.deepcopy(PARTS) == copy.copy(PARTS) == PARTS
    assert repr(PARTS) == "Parts({'drawings': 'a pot', 'counting': 3})"
