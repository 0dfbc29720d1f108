import { ABOUT, NAME, PER_PAGE, entry, page, pagination } from "../parts.mjs";

export const data = {
  pagination: { data: "collections.newest", size: PER_PAGE, alias: "items" },
  permalink: ({ pagination }) => (pagination.pageNumber ? `/page/${pagination.pageNumber + 1}/` : "/"),
};

export function render({ collections, items, pagination: place, terms, page: here }) {
  const list = items.map((one) => entry(terms, one)).join("\n");
  const turn = pagination("/", place.pageNumber + 1, place.pages.length);
  const main = `<h1>${NAME}</h1>\n<p>${ABOUT}</p>\n${list}\n${turn}`;
  return page({ title: NAME, url: here.url, pages: collections.pages, feeds: "/", main });
}
