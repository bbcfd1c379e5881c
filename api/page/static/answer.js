// One answer: claims that arrive one by one, their sources, disagreements, a refusal that says why.

import { credit, element, foreign, link } from "/page/dom.js";
import { get } from "/page/stream.js";

const NEAREST = 3;
const EXCERPT = 240;

const REFUSALS = {
  nothing_retrieved: "No article matches.",
  insufficient_evidence: "The articles don’t say.",
  failed_verification: "The articles don’t bear out what the reader said, so nothing of it is shown.",
};
const REASONS = {
  no_passages: "Nothing that was taken in comes near the question.",
  no_sentence_answers: "There are passages near the question, but none of them answers it.",
  unsupported_language: "Questions are understood in English only.",
  claims_rejected: "What did not stand in its cited sentences was rejected.",
  length: "The model’s reply was cut off.",
};

export class AnswerView {
  constructor(question, openArticle) {
    this.openArticle = openArticle;
    this.numbers = new Map();
    this.claims = element("ol", { class: "claims" });
    this.sources = element("div", { class: "sources" });
    this.notes = element("div", { class: "notes" });
    this.root = element(
      "article",
      { class: "answer", tabindex: "-1" },
      element("h2", {}, foreign(question)),
      this.claims,
      this.notes,
      this.sources,
    );
  }

  claim(claim) {
    const text = element("span", { class: "text" }, foreign(claim.text));
    const marks = claim.citations.map((citation) => this.mark(citation));
    const origins = claim.origins === 1 ? "1 independent origin" : `${claim.origins} independent origins`;
    const row = element("li", { class: "claim" }, text, " ", ...marks, element("span", { class: "origins" }, origins));
    const keys = claim.citations.map(key);
    for (const [event, lit] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      row.addEventListener(event, () => this.light(keys, lit));
    }
    this.claims.append(row);
  }

  disagreement(entry) {
    const sides = entry.sides.map((side) =>
      element(
        "div",
        { class: "side" },
        element("p", {}, foreign(side.text), " ", ...side.citations.map((citation) => this.mark(citation))),
      ),
    );
    const heading = element("h3", {}, "The articles differ: ", foreign(entry.about));
    this.notes.append(element("section", { class: "disagreement" }, heading, element("div", { class: "sides" }, ...sides)));
  }

  // A footnote: opens the article at the cited sentences.
  mark(citation) {
    if (!this.numbers.has(key(citation))) this.source(citation);
    const number = this.numbers.get(key(citation));
    const label = `Source ${number}: ${citation.title ?? "untitled"}, open the article at this sentence`;
    const open = (event) => this.openArticle(citation, event.currentTarget);
    return element("button", { type: "button", class: "mark", "aria-label": label, onclick: open }, String(number));
  }

  source(citation) {
    const number = this.numbers.size + 1;
    this.numbers.set(key(citation), number);
    const caption = citation.kind === "caption" ? element("span", { class: "caption" }, "photo caption") : null;
    const quote = element("blockquote", {}, foreign(citation.quote));
    const open = (event) => this.openArticle(citation, event.currentTarget);
    const actions = element(
      "p",
      { class: "actions" },
      element("button", { type: "button", class: "quiet", onclick: open }, "Read in the article"),
      citation.url ? link(citation.deep_link ?? citation.url, "Original page") : null,
      element("span", { class: "version", title: "Version of the article that is quoted" }, `version ${citation.version.slice(0, 8)}`),
    );
    this.sources.append(
      element(
        "section",
        { class: "source", "data-key": key(citation), "aria-label": `Source ${number}` },
        element("span", { class: "number", "aria-hidden": "true" }, String(number)),
        element("h3", {}, foreign(citation.title ?? "untitled"), caption),
        element("p", { class: "credit" }, foreign(credit(citation))),
        quote,
        actions,
      ),
    );
  }

  light(keys, lit) {
    for (const place of document.querySelectorAll("[data-key]")) {
      if (keys.includes(place.dataset.key)) place.classList.toggle("lit", lit);
    }
  }

  async done(answer, changed = []) {
    if (answer.claims.length === 0) await this.refusal(answer);
    if (answer.status === "partial") this.note(`Not the whole answer. ${REASONS[answer.reason] ?? answer.reason}`);
    if (answer.as_of && answer.claims.length) this.note(`As of ${answer.as_of}, the newest date among the cited articles.`);
    for (const name of answer.degraded) this.note(`Answered around: ${name.replaceAll("_", " ")}.`);
    for (const entry of changed) {
      const now = entry.current_version ? "has a newer version now" : "was taken out since";
      this.note(`An article that is cited here (${entry.article_id}) ${now}.`);
    }
    this.root.append(this.footer(answer));
  }

  footer(answer) {
    const said = element("span", { role: "status" });
    const copy = async () => {
      await navigator.clipboard.writeText(plainText(answer));
      said.textContent = "Copied.";
    };
    const reader = answer.model ? `${answer.reader}, ${answer.model}` : answer.reader;
    return element(
      "footer",
      {},
      answer.claims.length ? element("button", { type: "button", class: "quiet", onclick: copy }, "Copy with citations") : null,
      answer.stored ? element("a", { class: "quiet", href: permalink(answer.id) }, "Permalink") : null,
      said,
      element("span", { class: "meta" }, `read by ${reader} in ${Math.round(answer.timings_ms.total)} ms`),
    );
  }

  async refusal(answer) {
    this.root.classList.add("refused");
    this.claims.remove();
    const why = REASONS[answer.reason] ?? answer.reason ?? "";
    this.notes.append(element("p", { class: "refusal" }, REFUSALS[answer.status] ?? "There is no answer."), element("p", {}, why));
    const nearest = answer.hits.slice(0, NEAREST);
    if (nearest.length === 0) return;
    this.notes.append(element("h3", {}, "The nearest passages, which do not answer the question"));
    for (const hit of nearest) this.notes.append(await this.nearest(hit));
  }

  async nearest(hit) {
    const article = await get(`/v1/articles/${hit.article_id}/versions/${hit.version}`);
    const passage = [...article.text].slice(hit.start, hit.end).join("");
    const excerpt = passage.length > EXCERPT ? `${passage.slice(0, EXCERPT).replace(/\s+\S*$/, "")} …` : passage;
    const open = (event) => this.openArticle({ ...hit, title: article.title }, event.currentTarget);
    return element(
      "section",
      { class: "source near" },
      element("h3", {}, foreign(article.title ?? "untitled")),
      element("p", { class: "credit" }, foreign(credit(article))),
      element("p", {}, foreign(excerpt)),
      element("p", { class: "actions" }, element("button", { type: "button", class: "quiet", onclick: open }, "Read in the article")),
    );
  }

  note(text) {
    this.notes.append(element("p", { class: "note" }, text));
  }

  error(message) {
    this.root.classList.add("failed");
    this.notes.append(element("p", { role: "alert" }, message));
  }
}

export function key(citation) {
  return `${citation.article_id}.${citation.version}.${citation.start}-${citation.end}`;
}

export function permalink(id) {
  return `/?answer=${encodeURIComponent(id)}`;
}

function plainText(answer) {
  const numbers = new Map();
  const number = (citation) => {
    if (!numbers.has(key(citation))) numbers.set(key(citation), { citation, number: numbers.size + 1 });
    return `[${numbers.get(key(citation)).number}]`;
  };
  const claims = answer.claims.map((claim) => `${claim.text} ${claim.citations.map(number).join("")}`);
  const sources = [...numbers.values()].map(({ citation, number: n }) =>
    [`[${n}] ${citation.title ?? "untitled"} (${credit(citation)}): “${citation.quote}”`, citation.url].filter(Boolean).join(" "),
  );
  return [answer.question, "", ...claims, "", ...sources, "", new URL(permalink(answer.id), location.href).href].join("\n");
}
