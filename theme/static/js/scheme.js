// Before the first paint: the reader's colours, and the mark that scripts run.
document.documentElement.classList.add("js");
try {
  const scheme = localStorage.getItem("trepied-scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch { /* storage is switched off: the system decides */ }
