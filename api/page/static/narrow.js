// Which articles may answer, and as of which day: the fields under the question.

import { element, foreign } from "/page/dom.js";

const WORDS = { from: "from", to: "up to", publisher: "by", article_id: "article", origin: "written by", as_of: "as known on" };

export class Narrow {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.summary = root.querySelector("summary");
    root.addEventListener("input", () => this.tell());
    root.querySelector("button").addEventListener("click", () => this.clear());
    this.tell(); // a browser may have kept what was typed before a reload
  }

  get chosen() {
    const given = Object.keys(WORDS).map((name) => [name, this.form.elements[name]?.value.trim()]);
    return Object.fromEntries(given.filter(([, value]) => value));
  }

  // Away with the fields, which would cover the answer on a phone.
  fold() {
    this.root.open = false;
  }

  clear() {
    this.root.querySelectorAll("input").forEach((input) => (input.value = ""));
    this.tell();
    this.summary.focus();
  }

  tell() {
    this.summary.replaceChildren(...(inWords(this.chosen) ?? ["All articles, as known now"]));
  }
}

// "Only articles from 2016-12-29, by The Ledger", or null where all may answer.
export function inWords(filters) {
  const parts = Object.keys(WORDS).filter((name) => filters[name]);
  if (!parts.length) return null;
  return ["Only articles ", ...parts.flatMap((name, at) => [at ? ", " : "", `${WORDS[name]} `, foreign(filters[name])])];
}

export function note(filters) {
  const words = inWords(filters ?? {});
  return words ? element("p", { class: "narrowed" }, ...words) : null;
}
