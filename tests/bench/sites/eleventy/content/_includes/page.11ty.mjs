import { esc, page } from "../../parts.mjs";

export function render(data) {
  const { title, summary, collections, content } = data;
  const main = `<h1>${esc(title)}</h1>\n${content}`;
  return page({ title, summary, url: data.page.url, pages: collections.pages, main });
}
