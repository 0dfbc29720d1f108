"""A transform with a fault, for ``test_output.py``."""

from plugins.framework.render.transforms import TransformContext


def fail_on_articles(html: str, context: TransformContext) -> str:
    """Return the HTML of anything but an article."""
    if context.path.startswith("articles/"):
        raise TypeError("a fault of ours")
    return html
