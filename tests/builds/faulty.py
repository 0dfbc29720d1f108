"""A transform with a fault, for ``test_output.py``."""

from plugins.framework.render.document import Document
from plugins.framework.render.transforms import TransformContext


def fail_on_articles(document: Document, context: TransformContext) -> None:
    """Fail on an article, and on nothing else."""
    del document
    if context.path.startswith("articles/"):
        raise TypeError("a fault of ours")
