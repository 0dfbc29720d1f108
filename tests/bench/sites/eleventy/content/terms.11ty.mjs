import { entry, esc, href, page, pagination, titleOf } from "../parts.mjs";

export const data = {
  pagination: { data: "collections.termPages", size: 1, alias: "list" },
  permalink: ({ list }) => href(list.axis, list.term) + (list.page > 1 ? `page/${list.page}/` : ""),
};

export function render({ collections, list, terms, page: here }) {
  const said = terms[list.axis]?.[list.term];
  const title = titleOf(terms, list.axis, list.term);
  const introduction = said && list.page === 1 ? this.markdown(said.body) : "";
  const main = `<h1>${esc(title)}</h1>
<p>${esc(said?.summary ?? "")}</p>
${introduction}
<h2>${list.count} articles</h2>
${list.items.map((one) => entry(terms, one)).join("\n")}
${pagination(href(list.axis, list.term), list.page, list.pages)}`;
  const feeds = href(list.axis, list.term);
  return page({ title, summary: said?.summary, url: here.url, pages: collections.pages, feeds, main });
}
