// The article beside the answer, with the cited sentences marked and scrolled to.

import { credit, element, foreign, link } from "/page/dom.js";
import { get } from "/page/stream.js";

export class ArticlePane {
  constructor(root) {
    this.root = root;
    this.opener = null;
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  async open(cited, opener) {
    this.opener = opener;
    const article = await get(`/v1/articles/${cited.article_id}/versions/${cited.version}`);
    const close = element("button", { type: "button", class: "close", "aria-label": "Close the article", onclick: () => this.close() }, "×");
    const outdated = article.current ? null : element("p", { class: "note" }, "This is not the current version of the article.");
    const parts = [
      close,
      element("h2", { id: "article-title" }, foreign(article.title ?? "untitled")),
      element("p", { class: "credit" }, foreign([credit(article), article.byline].filter(Boolean).join(" · "))),
      article.url ? element("p", {}, link(article.url, article.url)) : null,
      outdated,
      ...paragraphs(article, cited),
    ];
    this.root.replaceChildren(...parts.filter((part) => part !== null));
    this.root.hidden = false;
    document.body.classList.add("reading");
    this.root.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = (this.root.querySelector("mark")?.offsetTop ?? 0) - this.root.clientHeight / 3;
    this.root.scrollTo({ top, behavior: calm ? "auto" : "smooth" }); // the pane scrolls, the page stays where it is
  }

  close() {
    this.root.hidden = true;
    this.root.replaceChildren();
    document.body.classList.remove("reading");
    this.opener?.focus();
  }
}

// Offsets count Unicode code points; JavaScript's strings count UTF-16 units, so the text is taken apart first.
function paragraphs(article, cited) {
  const points = [...article.text];
  const cut = (start, end) => points.slice(start, end).join("");
  const made = [];
  let paragraph = null;
  let last = 0;
  for (const sentence of article.sentences) {
    const gap = cut(last, sentence.start);
    if (paragraph === null || gap.includes("\n\n")) {
      paragraph = element("p", { class: sentence.kind, dir: "auto" });
      if (sentence.kind === "caption") paragraph.append(element("span", { class: "caption" }, "Photo caption"), " ");
      made.push(paragraph);
    } else {
      paragraph.append(" ");
    }
    const text = cut(sentence.start, sentence.end).trim();
    const lit = sentence.start < cited.end && sentence.end > cited.start;
    paragraph.append(element(lit ? "mark" : "bdi", { title: `Sentence ${sentence.number}`, dir: "auto" }, text));
    last = sentence.end;
  }
  return made;
}
