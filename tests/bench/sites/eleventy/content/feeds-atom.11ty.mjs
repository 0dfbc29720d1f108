import { feed, href, titleOf } from "../parts.mjs";

export const data = {
  pagination: { data: "collections.termFeeds", size: 1, alias: "list" },
  permalink: ({ list }) => `${href(list.axis, list.term)}feed.atom`,
};

export function render({ list, terms }) {
  const { axis, term, items } = list;
  const summary = terms[axis]?.[term]?.summary;
  return feed("atom", { title: titleOf(terms, axis, term), summary, url: href(axis, term), items, terms });
}
