// The sources of one answer: numbered quotes, gathered under the article that they are from.

import { button, count, credit, element, foreign, link, title } from "/page/dom.js";

export function key(citation) {
  return `${citation.article_id}.${citation.version}.${citation.start}-${citation.end}`;
}

// What an answer says, in the order in which it came: numbers are given in that order, and must be the same again later.
const LATE = new Set(["corrected", "updated", "unanswered", "rejected_proposal"]);

export const SUPERSEDED = { corrected: "Corrected later", updated: "Updated later", turned_down: "Turned down", denied: "Denied" };

export function inOrder(answer) {
  const late = answer.notices.filter((notice) => LATE.has(notice.kind));
  const early = answer.notices.filter((notice) => !LATE.has(notice.kind));
  return { early, late };
}

export class Sources {
  constructor(question, openArticle) {
    this.openArticle = openArticle; // (citation, all citations, opener)
    this.numbers = new Map();
    this.citations = [];
    this.articles = new Map();
    this.root = element("section", { class: "sources", "aria-label": `Sources for: ${question}` });
  }

  // A footnote: opens the article at the cited sentences.
  mark(citation) {
    const number = this.number(citation);
    const label = `Source ${number}: ${title(citation)}. Open the article at this sentence`;
    return element("button", { type: "button", class: "mark", "aria-label": label, onclick: this.opens(citation) }, String(number));
  }

  number(citation) {
    if (!this.numbers.has(key(citation))) {
      this.numbers.set(key(citation), this.numbers.size + 1);
      this.citations.push(citation);
      this.quotes(citation).append(this.quote(citation));
    }
    return this.numbers.get(key(citation));
  }

  opens(citation) {
    return (event) => {
      event.stopPropagation();
      this.openArticle(citation, this.citations, event.currentTarget);
    };
  }

  // The list of quotes of the article that the citation is from.
  quotes(citation) {
    const of = `${citation.article_id}.${citation.version}`;
    if (!this.articles.has(of)) {
      const list = element("ol", { class: "quotes" });
      this.articles.set(of, list);
      const version = element("span", { class: "version", title: "Version of the article that is quoted" }, `version ${citation.version.slice(0, 8)}`);
      const original = citation.url ? link(citation.deep_link ?? citation.url, "original page") : null;
      this.root.append(
        element(
          "article",
          { class: "source" },
          element("h3", {}, foreign(title(citation))),
          element("p", { class: "credit" }, foreign(credit(citation)), " · ", version, original ? " · " : null, original),
          list,
        ),
      );
    }
    return this.articles.get(of);
  }

  quote(citation) {
    const number = this.numbers.get(key(citation));
    const caption = citation.kind === "caption" ? element("span", { class: "caption" }, "photo caption") : null;
    const where = count(citation.sentences.length, "sentence", "sentences").replace(/^\d+/, "") + ` ${citation.sentences.join(", ")}`;
    const open = this.opens(citation);
    return element(
      "li",
      { class: "quote", "data-key": key(citation), value: number, onclick: open },
      element("span", { class: "number", "aria-hidden": "true" }, String(number)),
      element("blockquote", { class: /^["“«]/.test(citation.quote) && "spoken" }, foreign(citation.quote.trim())),
      element("p", { class: "where" }, caption, button("Read in the article", open, { "aria-label": `Read in the article: source ${number},${where}` })),
    );
  }

  light(keys, lit) {
    for (const place of this.root.querySelectorAll("[data-key]")) {
      if (keys.includes(place.dataset.key)) place.classList.toggle("lit", lit);
    }
  }
}
