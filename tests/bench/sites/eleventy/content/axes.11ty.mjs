import { FOLDERS, esc, href, page, titleOf } from "../parts.mjs";

export const data = {
  pagination: { data: "collections.axes", size: 1, alias: "list" },
  permalink: ({ list }) => `/${FOLDERS[list.axis] ?? list.axis}/`,
};

export function render({ collections, list, terms, page: here }) {
  const items = list.terms
    .map(({ axis, term, count }) => ({ title: titleOf(terms, axis, term), url: href(axis, term), count }))
    .sort((one, other) => (one.title < other.title ? -1 : 1))
    .map(({ title, url, count }) => `<li><a href="${url}">${esc(title)}</a> <span>${count}</span></li>`);
  const main = `<h1>${list.axis}</h1>\n<ul>${items.join("\n")}</ul>`;
  return page({ title: list.axis, url: here.url, pages: collections.pages, main });
}
