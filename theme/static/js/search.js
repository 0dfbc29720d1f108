// The search dialog, loaded when it is first opened. No words of its own: its page gives them, and the texts.

const STEP = 8;
const dialog = await new Promise((found, failed) => { // not fetch(): to read HTML of a text would need a trusted type
  const request = new XMLHttpRequest();
  request.open("GET", new URL("../search.html", import.meta.url));
  request.responseType = "document";
  request.onerror = failed;
  request.onload = () => {
    const made = request.response?.querySelector("dialog");
    if (made) found(document.importNode(made, true));
    else failed(request.status);
  };
  request.send();
});
document.body.append(dialog);
const form = dialog.querySelector("form");
const field = form.querySelector("input[name=q]"); // not form.elements: an axis may be called "q" or "elements"
const filters = [...form.querySelectorAll("[data-filter]")];
const status = dialog.querySelector(".search-status");
const failed = dialog.querySelector(".search-failed");
const list = dialog.querySelector(".search-results");
const more = dialog.querySelector(".search-more");
const details = form.querySelector("details");
const words = dialog.dataset;
const names = new Map([...form.querySelectorAll("option")].map((option) => [option, option.textContent]));
let pagefind;
let asked = 0;
let waiting;
let found = [];

// Pagefind searches in the page itself: a worker would be a second program to load, and one more permission to give.
const engine = () =>
  (pagefind ??= import(`${new URL(words.index, location)}pagefind.js`).then(async (module) => {
    const instance = module.createInstance({ basePath: words.index, noWorker: true });
    await instance.init();
    addYears((await instance.filters())._year);
    return instance;
  }));

const addYears = (years = {}) => {
  const select = form.querySelector("[name=_year]");
  for (const year of Object.keys(years).sort().reverse()) {
    const option = new Option(year, year);
    names.set(option, year);
    select.append(option);
  }
};

const chosen = (but) => Object.fromEntries(filters.filter((one) => one !== but && one.value).map((one) => [one.name, one.value]));

const search = async () => {
  const turn = ++asked;
  const query = field.value.trim() || null;
  const order = form.querySelector("[name=_order]").value;
  if (!query && !Object.keys(chosen()).length) return show([], "");
  const slow = setTimeout(() => { status.textContent = words.loading; }, 150);
  try {
    const ready = await engine();
    const sort = order || !query ? { date: order || "desc" } : {};
    const [answer, ...others] = await Promise.all([
      ready.search(query, { filters: chosen(), sort }),
      ...filters.filter((one) => one.value).map((one) => ready.search(query, { filters: chosen(one) })),
    ]);
    if (turn !== asked) return;
    count(answer.filters, others);
    const many = answer.results.length;
    await show(answer.results, many ? (many > 1 ? words.many.replace("{count}", many) : words.one) : words.none, turn);
    failed.hidden = true;
  } catch {
    pagefind = undefined; // asked again, it may answer
    if (turn !== asked) return;
    show([], "");
    failed.hidden = false;
  } finally {
    clearTimeout(slow);
  }
};

// How many texts each choice would leave: that of a filter in use is counted without it.
const count = (counts, others) => {
  for (const select of filters) {
    const own = (select.value ? others.shift().filters : counts)[select.name] ?? {};
    for (const option of select.options) {
      if (!option.value) continue;
      const number = own[option.value] ?? 0;
      option.textContent = `${names.get(option)} (${number})`;
      option.disabled = !number && !option.selected;
    }
  }
};

const show = async (results, said, turn) => {
  found = results;
  const items = await Promise.all(results.slice(0, STEP).map(item));
  if (turn && turn !== asked) return;
  const held = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.replaceChildren(...items);
  if (held) ([...list.querySelectorAll("a")].find((one) => one.getAttribute("href") === held) ?? field).focus();
  more.hidden = results.length <= STEP;
  status.textContent = said;
  dialog.classList.toggle("searched", Boolean(said));
};

const element = (name, className, ...content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
};

const link = (href, text) => {
  const made = element("a", "", bound(text));
  made.href = href;
  return made;
};

// What French puts before its marks, and Pagefind took for a plain space, does not end a line.
const bound = (text) => text.replace(/ (?=[:;!?»])/g, "\u00a0").replace(/« /g, "«\u00a0");

// Pagefind marks words in text that it has escaped: only the marks are taken for markup.
const excerpt = (marked) =>
  marked.split(/<\/?mark>/).map((part, index) => {
    const text = bound(part.replaceAll("&lt;", "<").replaceAll("&gt;", ">"));
    if (index % 2 === 0) return text;
    const [, before, word, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
    return element("span", "", before, element("mark", "", word), after);
  });

// Dots say that the text goes on, before or after what is shown of it.
const dots = ({ raw_content: whole, plain_excerpt: part }) => [
  whole.startsWith(part) ? "" : "… ",
  whole.endsWith(part) || /[.!?…]$/.test(part) ? "" : " …",
];

const item = async (result) => {
  const data = await result.data();
  const made = element("li", "", link(data.url, data.meta.title));
  if (data.meta.day) {
    const day = element("time", "", data.meta.day);
    day.dateTime = data.meta.date;
    const facts = element("p", "standing", day, ...terms(data.filters[words.axis] ?? []));
    facts.lang = document.documentElement.lang;
    made.append(facts);
  }
  const [before, after] = dots(data);
  made.append(element("p", "search-excerpt", before, ...excerpt(data.excerpt), after));
  const parts = data.sub_results.filter((part) => part.anchor).slice(0, 2);
  if (parts.length) made.append(element("ul", "search-parts", ...parts.map((part) => element("li", "", link(part.url, part.title)))));
  if (data.meta.lang) made.lang = data.meta.lang;
  return made;
};

const terms = (keys) =>
  [...(filters.find((one) => one.name === words.axis)?.options ?? [])].filter((option) => keys.includes(option.value)).map((option) => {
    const foot = element("span", `foot foot-${option.dataset.shape} term-${words.axis}-${option.value}`);
    foot.ariaHidden = "true";
    return element("span", "", foot, names.get(option));
  });

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, 120);
});
form.addEventListener("change", (event) => { if (event.target !== field) search(); });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  await search();
  list.querySelector("a")?.focus();
});
more.addEventListener("click", async () => {
  const shown = list.children.length;
  const turn = asked;
  const items = await Promise.all(found.slice(shown, shown + STEP).map(item));
  if (turn !== asked) return;
  list.append(...items);
  more.hidden = list.children.length >= found.length;
  items[0].querySelector("a").focus();
});
dialog.querySelector(".search-bar button").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("a")) dialog.close();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { // a field of search keeps the first for itself
    event.preventDefault();
    return dialog.close();
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [field, ...list.querySelectorAll("a")];
  const at = stops.indexOf(event.target);
  const to = at < 0 ? -1 : { ArrowDown: at + 1, ArrowUp: at - 1, Home: at && 1, End: at && stops.length - 1 }[event.key] ?? -1;
  if (to < 0 || to >= stops.length || to === at) return;
  event.preventDefault();
  stops[to].focus();
});

/** Open the dialog, with a query if there is one. */
export const open = (query = "") => {
  if (!dialog.open) dialog.showModal();
  details.open = matchMedia("(min-width: 48rem)").matches || filters.some((one) => one.value);
  if (query) field.value = query;
  field.focus();
  field.select();
  if (query) search();
  else engine().catch(() => { pagefind = undefined; });
};
