// The article beside the answer, with the cited sentences marked and scrolled to.

import { key } from "/page/citations.js";
import { button, credit, day, element, foreign, isNarrow, link, pace, title } from "/page/dom.js";
import { get } from "/page/stream.js";

export class ArticlePane {
  constructor(root) {
    this.root = root;
    this.opener = null;
    this.opened = 0;
    this.lit = new Set();
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.root.hidden) this.close();
    });
  }

  // At ``cited``; what else the answer cites of the article is marked more lightly.
  async open(cited, all, opener) {
    const turn = (this.opened += 1);
    const article = await get(`/v1/articles/${cited.article_id}/versions/${cited.version}`);
    if (turn !== this.opened) return; // another one was asked for meanwhile
    const beside = all.filter((other) => other.article_id === article.id && other.version === article.version);
    this.show(article, cited, beside, opener);
  }

  // The current version of the article, at what is quoted, where it still stands.
  async newest(cited, opener) {
    const turn = (this.opened += 1);
    const article = await get(`/v1/articles/${cited.article_id}`);
    if (turn !== this.opened) return;
    const before = article.text.indexOf(cited.quote);
    const start = before < 0 ? -1 : [...article.text.slice(0, before)].length;
    const place = before < 0 ? null : { start, end: start + [...cited.quote].length };
    const missing = place ? null : "What the answer quotes does not stand in this version, word for word.";
    this.show(article, { ...cited, start: 0, end: 0, ...place, version: article.version }, [], opener, missing);
  }

  show(article, cited, beside, opener, missing = null) {
    this.opener = opener ?? this.opener;
    const close = element("button", { type: "button", class: "close", "aria-label": "Close the article", onclick: () => this.close() }, "×");
    const parts = [
      element("div", { class: "bar" }, element("span", { class: "version" }, `version ${article.version.slice(0, 8)}${article.current ? "" : ", not the current one"}`), article.current ? null : this.newer(cited), close),
      element("h2", { id: "article-title" }, foreign(title(article))),
      element("p", { class: "credit" }, foreign([credit(article), article.byline].filter(Boolean).join(" · "))),
      article.updated_at ? element("p", { class: "credit" }, `updated ${day(article.updated_at)}`) : null,
      article.url ? element("p", { class: "credit" }, link(article.url, article.url)) : null,
      missing ? element("p", { class: "note" }, missing) : null,
      ...paragraphs(article, cited, beside),
    ];
    this.root.replaceChildren(...parts.filter(Boolean));
    this.light([...this.lit], true);
    this.root.hidden = false;
    document.body.classList.add("reading");
    this.apart(isNarrow());
    this.root.focus({ preventScroll: true });
    const mark = this.root.querySelector("mark.active");
    const top = mark ? mark.offsetTop - this.root.clientHeight / 3 : 0;
    this.root.scrollTo({ top, behavior: pace() }); // the pane scrolls, the page stays where it is
  }

  newer(cited) {
    return button("Newest version", () =>
      this.newest(cited, null).catch((error) => this.root.prepend(element("p", { class: "note", role: "alert" }, error.message))),
    );
  }

  // The marks of what is hovered, also of what was hovered before the article was there.
  light(keys, lit) {
    for (const one of keys) lit ? this.lit.add(one) : this.lit.delete(one);
    for (const mark of this.root.querySelectorAll("mark[data-key]")) {
      if (keys.includes(mark.dataset.key)) mark.classList.toggle("lit", lit);
    }
  }

  // The keyboard goes on at ``then``.
  close(then = this.opener) {
    this.opened += 1;
    this.root.hidden = true;
    this.root.replaceChildren();
    document.body.classList.remove("reading");
    this.apart(false);
    then?.focus({ preventScroll: true });
  }

  // On a narrow screen the article covers the rest, which then must not be reached by keyboard.
  apart(covers) {
    for (const other of document.querySelectorAll("header, .skip, #start, #offer, #answers, #ask")) other.inert = covers;
    this.root.toggleAttribute("aria-modal", covers);
    if (covers) this.root.setAttribute("role", "dialog");
    else this.root.removeAttribute("role");
  }
}

// Offsets count Unicode code points; JavaScript's strings count UTF-16 units, so the text is taken apart first.
function paragraphs(article, cited, beside) {
  const points = [...article.text];
  const cut = (start, end) => points.slice(start, end).join("");
  const made = [];
  let paragraph = null;
  let last = 0;
  for (const sentence of article.sentences) {
    const gap = cut(last, sentence.start);
    if (paragraph === null || gap.includes("\n\n")) {
      paragraph = element("p", { class: sentence.kind, dir: "auto" });
      if (sentence.kind === "caption") paragraph.append(element("span", { class: "caption" }, "photo caption"), " ");
      made.push(paragraph);
    } else {
      paragraph.append(" ");
    }
    paragraph.append(...pieces(sentence, cited, beside, cut));
    last = sentence.end;
  }
  return made;
}

// A sentence, taken apart where a citation begins or ends.
function pieces(sentence, cited, beside, cut) {
  const marks = [{ ...cited, active: true }, ...beside];
  const edges = new Set([sentence.start, sentence.end]);
  for (const mark of marks) {
    for (const edge of [mark.start, mark.end]) if (edge > sentence.start && edge < sentence.end) edges.add(edge);
  }
  const sorted = [...edges].sort((one, two) => one - two);
  return sorted.slice(1).map((end, at) => {
    const start = sorted[at];
    const text = foreign(cut(start, end).trim());
    const mark = marks.find((other) => other.start < end && other.end > start);
    if (!mark) return text;
    const look = mark.near ? "active near" : mark.active ? "active" : "beside";
    return element("mark", { class: look, "data-key": key(mark), title: `Sentence ${sentence.number}` }, text);
  });
}
