import { page } from "../parts.mjs";

export const data = { permalink: "/404.html" };

export function render({ collections }) {
  return page({ title: "Rien ici", url: "/404.html", pages: collections.pages, main: "<h1>Rien ici</h1>" });
}
