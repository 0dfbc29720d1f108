// What scripts add to a page that works without them. No words of its own: templates give them.

const root = document.documentElement;
const decoded = (hash) => { try { return decodeURIComponent(hash.slice(1)); } catch { return hash.slice(1); } }; // "#100%"

// The switch of colours: as the system, light, dark. The choice is remembered on this machine only.
const SCHEMES = ["auto", "light", "dark"];
const schemeSwitch = document.querySelector(".scheme-switch");
if (schemeSwitch) {
  const current = () => root.dataset.scheme ?? "auto";
  const name = () => schemeSwitch.setAttribute("aria-label", schemeSwitch.dataset[current()]);
  name();
  schemeSwitch.addEventListener("click", () => {
    const next = SCHEMES[(SCHEMES.indexOf(current()) + 1) % SCHEMES.length];
    if (next === "auto") delete root.dataset.scheme;
    else root.dataset.scheme = next;
    try {
      if (next === "auto") localStorage.removeItem("trepied-scheme");
      else localStorage.setItem("trepied-scheme", next);
    } catch { /* not remembered */ }
    name();
  });
}

// The contents, folded on a telephone, stand open on a desk: keep what is said to assistive software in step.
const contents = document.querySelector(".contents details");
const wide = matchMedia("(min-width: 75rem)");
const fold = () => { if (contents) contents.open = wide.matches; };
wide.addEventListener("change", fold);
if (wide.matches) fold();
const menu = document.querySelector(".site-nav details");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || matchMedia("(min-width: 62.01rem)").matches) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The contents follow the reader.
const entries = new Map([...document.querySelectorAll(".contents a")].map((link) => [decoded(link.hash), link]));
const headings = [...document.querySelectorAll(".text :is(h2, h3)[id]")].filter((heading) => entries.has(heading.id));
if (headings.length) {
  let marked;
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1);
    const link = passed && entries.get(passed.id);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of headings) observer.observe(heading);
  mark();
}

// A footnote shows where it is called; the link still leads to it.
const popover = document.createElement("div");
if (popover.showPopover && document.querySelector(".footnote-ref")) {
  popover.className = "footnote-popover";
  popover.popover = "auto";
  popover.setAttribute("role", "note");
  popover.addEventListener("focusout", ({ relatedTarget: to }) => { // what has the focus is not covered
    if (to && !popover.contains(to)) popover.hidePopover();
  });
  document.body.append(popover);
  for (const call of document.querySelectorAll(".footnote-ref")) {
    call.addEventListener("click", (event) => {
      const note = document.getElementById(decoded(call.hash));
      if (!note || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const copy = note.cloneNode(true);
      for (const extra of copy.querySelectorAll(".footnote-backref, .copy")) extra.remove();
      for (const part of copy.querySelectorAll("p")) if (!part.textContent.trim()) part.remove();
      for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
      popover.replaceChildren(...copy.childNodes);
      popover.lang = call.closest("[lang]").lang;
      popover.tabIndex = -1;
      call.focus({ preventScroll: true }); // where Escape returns to: a click focuses no link in Safari
      popover.showPopover({ source: call });
      const at = call.getBoundingClientRect(), box = popover.getBoundingClientRect();
      const left = Math.max(16, Math.min(at.left - 24, innerWidth - box.width - 16));
      popover.style.left = `${left + scrollX}px`;
      popover.style.top = `${(at.bottom + box.height + 8 < innerHeight ? at.bottom + 6 : at.top - box.height - 6) + scrollY}px`;
      popover.focus({ preventScroll: true });
    });
  }
}

// Code can be copied.
const words = document.querySelector("template#code-words")?.content.firstElementChild?.dataset;
if (words && navigator.clipboard) {
  for (const block of document.querySelectorAll(".code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    block.append(button);
  }
}

// Search comes when it is asked for: by its form, by "/", or by the address of a search.
// When it does not come, the archives do.
const archives = document.querySelector("form[role=search]")?.action;
const search = (query = "") => import("./search.js").then(({ open }) => open(query), () => { location.href = archives; });
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[role=search]")) return;
  event.preventDefault();
  search(new FormData(event.target).get("q") ?? "");
});
const asked = new URLSearchParams(location.search).get("q"); // what a form without scripts, or a shared link, asks for
if (asked) search(asked);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || event.defaultPrevented) return;
  event.preventDefault();
  search();
});

// Who writes with scripts is asked for no proof but the time that it took.
const form = document.querySelector(".comment-form");
form?.addEventListener("focusin", async () => {
  const answer = await fetch(new URL("token", form.action)).catch(() => null);
  if (!answer?.ok) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "token", value: await answer.text() }));
}, { once: true });
