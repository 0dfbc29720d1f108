import { chips, contents, esc, page, when } from "../../parts.mjs";

let places = new Map();
let of = null;

function neighbours(newest, url) {
  if (of !== newest) {
    places = new Map(newest.map((one, place) => [one.url, place]));
    of = newest;
  }
  const place = places.get(url);
  const link = (one, rel) => (one ? `<a rel="${rel}" href="${one.url}">${esc(one.data.title)}</a>` : "");
  return link(newest[place + 1], "prev") + link(newest[place - 1], "next");
}

export function render(data) {
  const { title, summary, collections, content, terms } = data;
  const minutes = Math.ceil(content.split(" ").length / 213);
  return page({
    title,
    summary,
    url: data.page.url,
    pages: collections.pages,
    main: `<article>
  <header>
    <p>${when(data.page.date)}, ${minutes} minutes de lecture</p>
    <h1>${esc(title)}</h1>
    <p>${esc(summary)}</p>
  </header>
  ${contents(content)}
  <div class="text">
${content}
  </div>
  <footer>${chips(terms, data)}</footer>
</article>
<nav class="neighbours" aria-label="Articles voisins">${neighbours(collections.newest, data.page.url)}</nav>`,
  });
}
