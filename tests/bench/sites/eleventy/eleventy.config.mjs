// The peer of `bench builds`: the same kinds of pages and feeds as this site's, and nothing in the way of speed.
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
import markdownIt from "markdown-it";
import anchor from "markdown-it-anchor";
import footnote from "markdown-it-footnote";
import { AXES, ENTRIES, PER_PAGE, lists } from "./parts.mjs";

export default function (config) {
  const quotes = ["«\u00a0", "\u00a0»", "“", "”"];
  const markdown = markdownIt({ html: true, typographer: true, quotes }).use(footnote).use(anchor, { tabIndex: false });
  config.setLibrary("md", markdown);
  config.addPlugin(highlight);
  config.addFilter("markdown", (text) => markdown.render(text));
  config.addCollection("newest", (all) => all.getFilteredByTag("article").reverse());
  config.addCollection("termPages", (all) => lists(all.getFilteredByTag("article").reverse(), PER_PAGE, Infinity));
  config.addCollection("termFeeds", (all) => lists(all.getFilteredByTag("article").reverse(), ENTRIES, 1));
  config.addCollection("axes", (all) => {
    const found = lists(all.getFilteredByTag("article"), Infinity, 1);
    return AXES.map((axis) => ({ axis, terms: found.filter((one) => one.axis === axis) }));
  });
  config.setDataDeepMerge(false);
  return { dir: { input: "content" }, markdownTemplateEngine: false, htmlTemplateEngine: false };
}
