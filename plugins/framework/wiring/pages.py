"""The pages of the framework: one mechanism for the terms of every axis, declared or open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.framework import balance
from plugins.framework.buckets import under_terms
from plugins.framework.colours import style_sheet
from plugins.framework.links import replace
from plugins.framework.model import Axis, Term
from plugins.framework.wiring.build import Build, build_of
from plugins.framework.wiring.views import corpus_shares


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as templates see it: what it is, what stands under it, and how evenly that is spread."""

    axis: Axis
    term: Term
    articles: tuple[Any, ...]
    href: str
    balance: float | None

    @property
    def count(self) -> int:
        """How many articles stand under the term."""
        return len(self.articles)


class FrameworkGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Writes the page of every term, an overview of every axis, and the page of the whole framework."""

    def generate_context(self) -> None:
        """Sort the articles under the terms."""
        build = build_of(self.context)
        articles = {article.rendered.path: article for article in self.context["articles"]}
        entries = self.context["framework_entries"].values()
        self.views: dict[str, list[TermView]] = {}
        for axis in build.axes.values():
            buckets = under_terms(axis, entries)
            self.views[axis.key] = [
                self._view(build, axis, term, tuple(articles[entry.path] for entry in buckets[term.key]))
                for term in axis.terms.values()
            ]
        shares = corpus_shares(build, self.context["articles"])
        self.context["corpus_shares"] = shares
        self.context["corpus_balance"] = balance.evenness(shares, list(shares)) if shares else None
        self.context["terms"] = self.views

    def _view(self, build: Build, axis: Axis, term: Term, articles: tuple[Any, ...]) -> TermView:
        shares = corpus_shares(build, list(articles))
        spread = balance.evenness(shares, list(shares)) if any(shares.values()) else None
        return TermView(axis, term, articles, f"{build.root}/{axis.term_url(term.key)}", spread)

    def introduction(self, html: str) -> str:
        """Return an introduction with its links resolved."""
        build = build_of(self.context)

        def address(what: str, path: str) -> str | None:
            key = "generated_content" if what == "filename" else "static_content"
            found = self.context[key].get(path)
            return f"{build.root}/{found.url}" if found is not None else None

        return replace(html, address)

    def generate_output(self, writer: Writer) -> None:
        """Write all the pages, and the style sheet of the terms' colours."""
        build = build_of(self.context)
        folder = self.settings["THEME_STATIC_DIR"]
        writer.write_bytes(f"{folder}/css/terms.css", style_sheet(build.framework).encode())
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
