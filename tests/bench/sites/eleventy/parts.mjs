// What templates share.
export const SITE = "https://trepied.example";
export const NAME = "Trépied";
export const ABOUT = "Des organisations qui se transforment sur trois pieds";
export const AXES = ["drivers", "priorities", "terrains", "labels", "authors"];
export const FOLDERS = { labels: "tags" };
export const PER_PAGE = 10;
export const ENTRIES = 20;
export const KINDS = ["atom", "rss", "json"];

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = new Map();
const slugs = new Map();
const DAY = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/Paris" });

export function esc(text) {
  return text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
}

export function slug(text) {
  if (!slugs.has(text)) {
    const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    slugs.set(text, plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""));
  }
  return slugs.get(text);
}

export function once(key, make) {
  if (!escaped.has(key)) escaped.set(key, make());
  return escaped.get(key);
}

export function termsOf(data, axis) {
  const found = data[axis] ?? [];
  return Array.isArray(found) ? found : Object.keys(found);
}

export function href(axis, term) {
  return `/${FOLDERS[axis] ?? axis}/${slug(term)}/`;
}

export function titleOf(terms, axis, term) {
  return terms[axis]?.[term]?.title ?? term;
}

// The articles of each term, in chunks.
export function lists(articles, size, most) {
  const found = new Map();
  for (const article of articles) {
    for (const axis of AXES) {
      for (const term of termsOf(article.data, axis)) {
        const key = `${axis}/${term}`;
        if (!found.has(key)) found.set(key, { axis, term, articles: [] });
        found.get(key).articles.push(article);
      }
    }
  }
  const made = [];
  for (const one of found.values()) {
    const pages = Math.min(most, Math.ceil(one.articles.length / size));
    for (let page = 1; page <= pages; page++) {
      const items = size === Infinity ? one.articles : one.articles.slice((page - 1) * size, page * size);
      made.push({ axis: one.axis, term: one.term, page, pages, items, count: one.articles.length });
    }
  }
  return made;
}

export function entry(terms, article) {
  return once(`entry ${article.url}`, () => {
    const { title, summary } = article.data;
    const chips = termsOf(article.data, "drivers").map((one) => `<li>${esc(titleOf(terms, "drivers", one))}</li>`);
    return `<article class="entry">
  <p>${when(article.date)}</p>
  <h3><a href="${article.url}">${esc(title)}</a></h3>
  <p>${esc(summary)}</p>
  <ul>${chips.join("")}</ul>
</article>`;
  });
}

export function when(date) {
  return `<time datetime="${date.toISOString()}">${DAY.format(date)}</time>`;
}

export function chips(terms, data) {
  const groups = AXES.map((axis) => {
    const found = termsOf(data, axis);
    if (!found.length) return "";
    const items = found.map((term) => {
      const weight = Array.isArray(data[axis]) ? "" : ` (${data[axis][term]})`;
      return `<li><a href="${href(axis, term)}">${esc(titleOf(terms, axis, term))}</a>${weight}</li>`;
    });
    return `<dt>${axis}</dt>\n<dd><ul>${items.join("\n")}</ul></dd>`;
  });
  return `<dl class="pillars">\n${groups.join("\n")}\n</dl>`;
}

export function pagination(base, page, pages) {
  if (pages < 2) return "";
  const at = (number) => (number === 1 ? base : `${base}page/${number}/`);
  const before = page > 1 ? `<a rel="prev" href="${at(page - 1)}">Plus récents</a>` : "";
  const after = page < pages ? `<a rel="next" href="${at(page + 1)}">Plus anciens</a>` : "";
  return `<nav class="pagination" aria-label="Pages de la liste">${before}<span>Page ${page} sur ${pages}</span>${after}</nav>`;
}

export function contents(html) {
  const found = [...html.matchAll(/<h([23]) id="([^"]*)"[^>]*>(.*?)<\/h\1>/g)];
  const items = found.map(([, level, id, text]) => `<li class="level-${level}"><a href="#${id}">${text}</a></li>`);
  return `<nav class="contents" aria-label="Sommaire"><ul>${items.join("\n")}</ul></nav>`;
}

export function page({ title, summary, url, feeds, main, pages }) {
  const links = feeds
    ? KINDS.map((kind) => `<link rel="alternate" type="application/${kind}+xml" title="${esc(title)}" href="${feeds}feed.${kind}">`)
    : [];
  const menu = once("menu", () => {
    const axes = [...AXES.map((axis) => FOLDERS[axis] ?? axis), "archives"];
    const items = axes.map((axis) => `<li><a href="/${axis}/">${axis}</a></li>`);
    return [...items, ...pages.map((one) => `<li><a href="${one.url}">${esc(one.data.title)}</a></li>`)].join("\n");
  });
  return `<!DOCTYPE html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${esc(title)} – ${NAME}</title>
  <meta name="description" content="${esc(summary ?? ABOUT)}">
  <link rel="canonical" href="${SITE}${url}">
  ${links.join("\n  ")}
  <meta name="theme-color" content="#fbf8f2">
  <link rel="stylesheet" href="/site.css">
</head>
<body>
<header class="site-header">
  <p class="site-name"><a href="/" rel="home">${NAME}</a></p>
  <nav aria-label="Navigation principale"><ul>
${menu}
  </ul></nav>
</header>
<main id="content">
${main}
</main>
<footer class="site-footer">
  <p>${ABOUT}</p>
</footer>
</body>
</html>
`;
}

const CATEGORIES = ["drivers", "priorities", "terrains", "labels"];

export function feed(kind, { title, summary, url, items, terms }) {
  const place = `${SITE}${url}`;
  const made = items.map((one) => once(`${kind} ${one.url}`, () => ENTRY[kind](one, terms)));
  return FEED[kind]({ title, summary: summary ?? ABOUT, place, self: `${place}feed.${kind}`, made, items });
}

function words(data, terms) {
  return CATEGORIES.flatMap((axis) => termsOf(data, axis).map((term) => titleOf(terms, axis, term)));
}

const ENTRY = {
  atom: ({ url, date, data, content }, terms) => `<entry>
<title>${esc(data.title)}</title>
<link href="${SITE}${url}" rel="alternate"/>
<id>${SITE}${url}</id>
<published>${date.toISOString()}</published>
<updated>${date.toISOString()}</updated>
${data.authors.map((name) => `<author><name>${esc(name)}</name></author>`).join("\n")}
${words(data, terms).map((word) => `<category term="${esc(word)}"/>`).join("\n")}
<summary type="text">${esc(data.summary)}</summary>
<content type="html">${esc(content)}</content>
</entry>`,
  rss: ({ url, date, data, content }, terms) => `<item>
<title>${esc(data.title)}</title>
<link>${SITE}${url}</link>
<guid>${SITE}${url}</guid>
<pubDate>${date.toUTCString()}</pubDate>
${data.authors.map((name) => `<dc:creator>${esc(name)}</dc:creator>`).join("\n")}
${words(data, terms).map((word) => `<category>${esc(word)}</category>`).join("\n")}
<description>${esc(data.summary)}</description>
<content:encoded>${esc(content)}</content:encoded>
</item>`,
  json: ({ url, date, data, content }, terms) =>
    JSON.stringify({
      id: `${SITE}${url}`,
      url: `${SITE}${url}`,
      title: data.title,
      summary: data.summary,
      content_html: content,
      date_published: date.toISOString(),
      tags: words(data, terms),
      authors: data.authors.map((name) => ({ name })),
    }),
};

const FEED = {
  atom: ({ title, place, self, made, items }) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>${esc(title)}</title>
<link href="${place}" rel="alternate"/>
<link href="${self}" rel="self"/>
<id>${place}</id>
<updated>${items[0].date.toISOString()}</updated>
<author><name>${NAME}</name></author>
${made.join("\n")}
</feed>
`,
  rss: ({ title, summary, place, self, made }) => `<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${esc(title)}</title>
<link>${place}</link>
<description>${esc(summary)}</description>
<language>fr</language>
<atom:link href="${self}" rel="self" type="application/rss+xml"/>
${made.join("\n")}
</channel>
</rss>
`,
  json: ({ title, place, self, made }) =>
    `{"version":"https://jsonfeed.org/version/1.1","title":${JSON.stringify(title)},"home_page_url":"${place}",` +
    `"feed_url":"${self}","language":"fr","items":[${made.join(",\n")}]}\n`,
};
