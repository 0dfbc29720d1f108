import { esc, page, when } from "../parts.mjs";

export const data = { permalink: "/archives/" };

export function render({ collections, page: here }) {
  const years = new Map();
  for (const one of collections.newest) {
    const year = one.date.getUTCFullYear();
    if (!years.has(year)) years.set(year, []);
    years.get(year).push(`<li>${when(one.date)} <a href="${one.url}">${esc(one.data.title)}</a></li>`);
  }
  const parts = [...years].map(([year, items]) => `<h2>${year}</h2>\n<ul>\n${items.join("\n")}\n</ul>`);
  return page({ title: "Archives", url: here.url, pages: collections.pages, main: `<h1>Archives</h1>\n${parts.join("\n")}` });
}
