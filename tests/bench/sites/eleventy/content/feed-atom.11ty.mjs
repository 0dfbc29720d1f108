import { ENTRIES, NAME, feed } from "../parts.mjs";

export const data = { permalink: "/feed.atom" };

export function render({ collections, terms }) {
  return feed("atom", { title: NAME, url: "/", items: collections.newest.slice(0, ENTRIES), terms });
}
