// One answer: claims that arrive one by one beside their sources, disagreements, a refusal that says why.

import { SUPERSEDED, Sources, key } from "/page/citations.js";
import { copyWithCitations } from "/page/copy.js";
import { button, count, day, element, foreign } from "/page/dom.js";
import { Feedback } from "/page/feedback.js";
import { note } from "/page/narrow.js";
import { nearest, partial, refusal } from "/page/refusal.js";

const UNDECIDED = { disputed: "The articles say both.", not_said: "No plain yes or no was found in the articles." };

export class AnswerView {
  constructor(question, filters, pane) {
    this.pane = pane;
    this.sources = new Sources(question, (citation, all, opener) => this.open(citation, all, opener));
    this.understood = element("p", { class: "understood", hidden: true });
    this.pulse = element("p", { class: "pulse", "aria-hidden": "true" });
    this.word = element("p", { class: "word", hidden: true });
    this.claims = element("ol", { class: "claims", "aria-live": "polite", "aria-relevant": "additions", "aria-label": "Claims" });
    this.items = element("ul", { class: "items", "aria-label": "All that is named", hidden: true });
    this.disagreements = element("div", { class: "disagreements" });
    this.notices = element("ul", { class: "notices", "aria-live": "polite", "aria-label": "What to know first" });
    this.notes = element("div", { class: "notes" });
    this.foot = element("footer", {});
    this.body = element("div", { class: "said" }, note(filters), this.understood, this.notices, this.word, this.claims, this.items, this.pulse, this.disagreements, this.notes, this.foot);
    const heading = element("h2", { tabindex: "-1" }, foreign(question));
    this.root = element("article", { class: "answer busy" }, heading, this.body, this.sources.root);
  }

  open(citation, all, opener) {
    this.pane.open(citation, all, opener).catch((error) => this.error(error.message));
  }

  progress(text) {
    this.pulse.textContent = text;
  }

  claim(claim) {
    const marks = claim.citations.map((citation) => this.sources.mark(citation));
    const origins = claim.origins > 1 ? element("span", { class: "origins" }, count(claim.origins, "independent origin")) : null;
    const word = ["Yes", "No"].includes(claim.exact) ? element("strong", { class: "decides" }, `${claim.exact}. `) : null;
    const text = element("p", {}, word, foreign(claim.text), " ", ...marks, origins);
    const row = element("li", { class: "claim", onclick: () => this.fromClaim(claim, marks) }, text);
    const later = claim.superseded_by;
    if (later) {
      const by = later.citations.map((citation) => this.sources.mark(citation));
      row.append(element("p", { class: "superseded" }, element("strong", {}, `${SUPERSEDED[later.how]}: `), foreign(later.text), " ", ...by));
    }
    this.lights(row, claim.citations);
    this.claims.append(row);
  }

  // Whether the claims are shown with all their sources: a claim that was said twice gains some after it has arrived.
  shows(answer) {
    const shown = [...this.claims.children].map((row) => row.querySelectorAll(".mark").length);
    const marks = (claim) => claim.citations.length + (claim.superseded_by?.citations.length ?? 0);
    return answer.claims.length === shown.length && answer.claims.every((claim, at) => marks(claim) === shown[at]);
  }

  // A click anywhere on a claim opens its first source, unless somebody is selecting text.
  fromClaim(claim, marks) {
    if (claim.citations.length && !getSelection().toString()) this.open(claim.citations[0], this.sources.citations, marks[0]);
  }

  lights(row, citations) {
    const keys = citations.map(key);
    const light = (lit) => {
      row.classList.toggle("lit", lit);
      this.sources.light(keys, lit);
      this.pane.light(keys, lit);
    };
    for (const event of ["mouseenter", "focusin"]) row.addEventListener(event, () => light(true));
    for (const event of ["mouseleave", "focusout"]) row.addEventListener(event, () => light(false));
  }

  // What a reader must know beside the claims: a false premise, a correction, old evidence.
  notice(entry) {
    const row = element("li", { class: "notice" }, foreign(entry.text), " ", ...entry.citations.map((citation) => this.sources.mark(citation)));
    this.lights(row, entry.citations);
    this.notices.append(row);
  }

  disagreement(entry) {
    const sides = entry.sides.map((side) => {
      const marks = side.citations.map((citation) => this.sources.mark(citation));
      const who = [...new Set(side.citations.map((c) => [c.publisher ?? c.title ?? "Untitled", c.published_at ? day(c.published_at) : null].filter(Boolean).join(", ")))];
      const row = element(
        "li",
        { class: "side" },
        side.value ? element("p", { class: "value" }, foreign(side.value)) : null,
        element("p", {}, foreign(side.text), " ", ...marks),
        ...who.map((name) => element("p", { class: "credit" }, foreign(name))),
      );
      this.lights(row, side.citations);
      return row;
    });
    this.disagreements.append(
      element(
        "section",
        { class: "disagreement", "aria-label": "Disagreement" },
        element("h3", {}, "The articles differ: ", foreign(entry.about)),
        element("ul", { class: "sides" }, ...sides),
      ),
    );
  }

  async done(answer, changed = []) {
    this.settled();
    if (answer.searched_as) {
      this.understood.replaceChildren("Understood as: ", foreign(answer.searched_as));
      this.understood.hidden = false;
    }
    this.decided(answer);
    this.listed(answer);
    const declined = answer.claims.length + answer.disagreements.length === 0;
    if (answer.status === "partial") this.note(partial(answer));
    if (answer.period) this.note(`“${answer.period.phrase}” was taken as ${period(answer.period)}.`);
    if (answer.as_of && !declined) this.note(`As of ${day(answer.as_of)}, the newest date among the cited articles.`);
    for (const name of answer.degraded) this.note(`Answered around: ${name.replaceAll("_", " ")}.`);
    if (!answer.stored) this.note("This answer could not be kept: there is no space left. It has no permalink.");
    for (const entry of changed) this.changed(entry);
    this.footer(answer);
    if (declined) {
      this.notes.prepend(refusal(answer));
      this.sources.root.append(...(await nearest(answer, (near, opener) => this.open(near, [], opener))));
    }
  }

  // That there is no Yes or No, where one is asked for; where there is, its claims say so.
  decided(answer) {
    const text = answer.claims.length ? UNDECIDED[answer.yes_no] : null;
    if (!text) return;
    this.word.textContent = text;
    this.word.hidden = false;
  }

  // The several things that the claims name, each once, with the sources that name it.
  listed(answer) {
    const all = new Map();
    for (const claim of answer.claims) {
      for (const item of claim.items) all.set(item, [...new Set([...(all.get(item) ?? []), ...claim.citations.map((citation) => this.sources.mark(citation))])]);
    }
    if (all.size < 2) return;
    for (const [item, marks] of all) this.items.append(element("li", {}, foreign(item), " ", ...marks));
    this.items.hidden = false;
  }

  changed(entry) {
    const name = foreign(entry.title ?? "Untitled");
    if (!entry.current_version) {
      this.notes.append(element("p", { class: "note changed" }, "Since this answer, “", name, "” was taken out. What is quoted stays as it was."));
      return;
    }
    const stands = entry.quotes_stand ? "What is quoted still stands in it." : "What is quoted no longer stands in it, word for word.";
    const quoted = this.sources.citations.filter((c) => c.article_id === entry.article_id && c.version === entry.version);
    const newest = button("Read the newer version", (event) => this.pane.newest(quoted[0], event.currentTarget).catch((error) => this.error(error.message)));
    this.notes.append(element("p", { class: "note changed" }, "Since this answer, “", name, `” got a newer version. ${stands} `, newest));
  }

  footer(answer) {
    const said = element("span", { class: "done", role: "status" });
    const copy = async () => {
      said.textContent = (await copyWithCitations(answer)) ? "Copied." : "The browser did not allow it.";
    };
    const reader = answer.model ? `${answer.reader}, ${answer.model}` : answer.reader;
    this.foot.append(
      ...[
        answer.claims.length + answer.disagreements.length ? button("Copy with citations", copy) : null,
        answer.stored ? element("a", { class: "quiet", href: permalink(answer.id) }, "Permalink") : null,
        said,
        answer.stored ? new Feedback(answer).root : null,
        element("span", { class: "meta" }, `read by ${reader} in ${Math.round(answer.timings_ms.total)} ms`),
      ].filter(Boolean),
    );
  }

  note(text) {
    this.notes.append(element("p", { class: "note" }, text));
  }

  error(message, again = null) {
    this.settled();
    this.root.classList.add("failed");
    const retry = again ? button("Ask again", again) : null;
    this.notes.append(element("p", { class: "alert", role: "alert" }, message, " ", retry));
  }

  settled() {
    this.root.classList.remove("busy");
    this.pulse.textContent = "";
  }
}

function period({ from, to }) {
  if (from && to) return from === to ? day(from) : `${day(from)} to ${day(to)}`;
  if (from) return `${day(from)} or later`;
  return to ? `${day(to)} or earlier` : "the latest there is";
}

export function permalink(id) {
  return `/?answer=${encodeURIComponent(id)}`;
}
