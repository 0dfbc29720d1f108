"""The generator of term pages, axis overviews and the framework's page, for declared and open axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.framework.corpus import balance
from plugins.framework.corpus.articles_by_term import articles_by_term, scales
from plugins.framework.model import Axis, Term
from plugins.framework.render.links import replace
from plugins.framework.term_colours import style_sheet
from plugins.framework.wiring.build import Build, build_of
from plugins.framework.wiring.views import corpus_shares


@dataclass(frozen=True, slots=True)
class TermView:
    """A term for templates: its articles, their balance (evenness), and its size in a weighted list."""

    axis: Axis
    term: Term
    articles: tuple[Any, ...]
    href: str
    balance: float | None
    scale: int

    @property
    def count(self) -> int:
        """The number of the term's articles."""
        return len(self.articles)


class FrameworkGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the page of every term, an overview of every axis, and the page of the whole framework."""

    def generate_context(self) -> None:
        """Collect the articles, balance and size of every term of every axis."""
        build = build_of(self.context)
        articles = {article.rendered.path: article for article in self.context["articles"]}
        entries = self.context["framework_entries"].values()
        self.views: dict[str, list[TermView]] = {}
        for axis in build.axes.values():
            buckets = articles_by_term(axis, entries)
            scaled = scales({key: len(bucket) for key, bucket in buckets.items()})
            self.views[axis.key] = [
                self._view(build, axis, term, tuple(articles[e.path] for e in buckets[term.key]), scaled[term.key])
                for term in axis.terms.values()
            ]
        shares = corpus_shares(build, self.context["articles"])
        self.context["corpus_shares"] = shares
        self.context["corpus_balance"] = balance.evenness(shares, list(shares)) if shares else None
        self.context["terms"] = self.views
        self.context.setdefault("styles", {})["terms"] = style_sheet(build.framework)

    def _view(self, build: Build, axis: Axis, term: Term, articles: tuple[Any, ...], scale: int) -> TermView:
        shares = corpus_shares(build, list(articles))
        spread = balance.evenness(shares, list(shares)) if any(shares.values()) else None
        return TermView(axis, term, articles, f"{build.root}/{axis.term_url(term.key)}", spread, scale)

    def introduction(self, html: str) -> str:
        """Return an introduction with its links resolved and the plugins' ``html_filters`` applied."""
        build = build_of(self.context)
        for changed in self.context.get("html_filters", ()):
            html = changed(html)

        def address(what: str, path: str) -> str | None:
            key = "generated_content" if what == "filename" else "static_content"
            found = self.context[key].get(path)
            return f"{build.root}/{found.url}" if found is not None else None

        return replace(html, address)

    def generate_output(self, writer: Writer) -> None:
        """Write all the pages."""
        build = build_of(self.context)
        for axis in build.axes.values():
            self._write(writer, axis.url(), "axis", axis=axis, introduction=self.introduction(axis.html))
            for view in self.views[axis.key]:
                self._write_term(writer, build, view)
        if build.framework.axes:
            self._write(
                writer,
                build.framework.url(),
                "framework",
                introduction=self.introduction(build.framework.html),
            )

    def _write_term(self, writer: Writer, build: Build, view: TermView) -> None:
        framework, axis, term = build.framework, view.axis, view.term
        declared = axis.key in framework.axes
        self._write(
            writer,
            axis.term_url(term.key),
            axis.template,
            axis=axis,
            term=term,
            view=view,
            introduction=self.introduction(term.html),
            relations=list(framework.direct_relations(axis.key, term.key)) if declared else [],
            inverse_relations=list(framework.inverse_relations(axis.key, term.key)) if declared else [],
            articles=list(view.articles),
            dates=list(view.articles),
            template_name=axis.template,
        )

    def _write(self, writer: Writer, url: str, template: str, **variables: Any) -> None:
        writer.write_file(
            f"{url}index.html", self.get_template(template), self.context, url=url, page_url=url, **variables
        )
