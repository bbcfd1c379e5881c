"use strict";

// Filters, search, and claims that light up their sentences. Without scripts the page shows everything.
for (const part of document.querySelectorAll("main")) {
  const entries = [...part.querySelectorAll(".questions > details")];
  const buttons = [...part.querySelectorAll("[data-filter]")];
  const search = part.querySelector("input[type=search]");
  const shown = part.querySelector(".shown");
  const texts = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));

  const pressed = (what) =>
    buttons.filter((b) => b.dataset.filter === what && b.ariaPressed === "true").map((b) => b.dataset.value);

  const apply = () => {
    const wanted = ["kind", "outcome", "change"].map((what) => [what, pressed(what)]);
    const words = search.value.toLowerCase().trim();
    let count = 0;
    for (const entry of entries) {
      const fits = wanted.every(([what, values]) => !values.length || values.includes(entry.dataset[what]));
      entry.hidden = !(fits && (!words || texts.get(entry).includes(words)));
      count += !entry.hidden;
    }
    shown.textContent = count === entries.length ? `${count} questions` : `${count} of ${entries.length} questions`;
  };

  for (const button of buttons) {
    const { filter, value } = button.dataset;
    const count = entries.filter((entry) => entry.dataset[filter] === value).length;
    button.hidden = !count;
    button.append(` ${count}`);
    button.addEventListener("click", () => {
      button.ariaPressed = String(button.ariaPressed !== "true");
      apply();
    });
  }
  for (const name of part.querySelectorAll("[data-show-kind]")) {
    name.addEventListener("click", () => {
      for (const b of buttons) b.ariaPressed = String(b.dataset.filter === "kind" && b.dataset.value === name.dataset.showKind);
      apply();
      part.querySelector(".filters").scrollIntoView({ block: "start" });
    });
  }
  search.addEventListener("input", apply);
  apply();
}

for (const claim of document.querySelectorAll(".claim")) {
  const light = (on) => {
    const scope = claim.closest(".sides");
    for (const place of claim.dataset.cites.split(" ")) {
      for (const sentence of scope.querySelectorAll(`[data-place="${place}"]`)) sentence.classList.toggle("lit", on);
    }
  };
  claim.tabIndex = 0;
  claim.addEventListener("mouseenter", () => light(true));
  claim.addEventListener("mouseleave", () => light(false));
  claim.addEventListener("focus", () => light(true));
  claim.addEventListener("blur", () => light(false));
}

const target = () => {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (entry instanceof HTMLDetailsElement) {
    entry.open = true;
    entry.hidden = false;
    entry.scrollIntoView();
  }
};
addEventListener("hashchange", target);
target();
