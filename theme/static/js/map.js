// The map: filters, and the title of what is pointed at. Without this, every mark is a link with a name all the same.

const form = document.querySelector(".map-filters");
const stops = document.querySelectorAll("[data-terms]");
const several = document.querySelectorAll(".mark-several");
const tip = document.querySelector(".map-tip");

// One list of marks counts each article once: single ones in the narrow drawing, the others in the lists of places.
const counted = ".map-narrow [data-terms]:not([hidden]), .map-places [data-terms]:not([hidden])";

function filter() {
  const wanted = [...form.querySelectorAll("select")].map((select) => select.value).filter(Boolean);
  for (const stop of stops) {
    const terms = stop.dataset.terms.split(" ");
    stop.toggleAttribute("hidden", !wanted.every((term) => terms.includes(term)));
  }
  for (const mark of several) {
    const place = document.querySelector(mark.getAttribute("href"));
    const count = place.querySelectorAll("li:not([hidden])").length;
    mark.toggleAttribute("hidden", !count);
    mark.querySelector("text").textContent = count;
  }
  const output = form.querySelector("output");
  const count = document.querySelectorAll(counted).length;
  const one = new Intl.PluralRules(document.documentElement.lang).select(count) === "one";
  output.textContent = output.dataset[one ? "one" : "other"].replace("{count}", count);
}

if (form) {
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  if ([...form.querySelectorAll("select")].some((select) => select.value)) filter(); // kept by the browser
}

for (const type of ["pointerover", "focusin"]) {
  document.querySelector(".map-figure").addEventListener(type, (event) => {
    const mark = event.target.closest(".mark");
    tip.textContent = mark ? mark.querySelector("title").textContent : "";
  });
}
