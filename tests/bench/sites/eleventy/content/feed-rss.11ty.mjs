import { ENTRIES, NAME, feed } from "../parts.mjs";

export const data = { permalink: "/feed.rss" };

export function render({ collections, terms }) {
  return feed("rss", { title: NAME, url: "/", items: collections.newest.slice(0, ENTRIES), terms });
}
