import { ENTRIES, NAME, feed } from "../parts.mjs";

export const data = { permalink: "/feed.json" };

export function render({ collections, terms }) {
  return feed("json", { title: NAME, url: "/", items: collections.newest.slice(0, ENTRIES), terms });
}
