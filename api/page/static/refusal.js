// Why there is no answer, or not a whole one, and the nearest passages, named as what they are.

import { button, count, credit, element, foreign, title } from "/page/dom.js";
import { get } from "/page/stream.js";

const NEAREST = 3;
const EXCERPT = 260;

const UNREAD = new Set(["unsupported_language", "small_talk"]); // no passage was read

const STATUS = {
  nothing_retrieved: "No article matches.",
  insufficient_evidence: "The articles don’t say.",
  failed_verification: "Nothing here could be borne out.",
};
const REASONS = {
  no_passages: "Nothing that was taken in comes near the question.",
  no_sentence_answers: "There are passages near the question, but none of them answers it.",
  small_talk:
    "Ask about what the articles report: who, what, when, where, why, how many, or whether something is so. Each answer shows the sentences that it rests on; when the articles don’t say, you are told so.",
  unsupported_language: "Questions are understood in English only, so far.",
  claims_rejected: "What the reader said did not stand in the sentences that it named, so nothing of it is shown.",
  length: "The model’s reply was cut off.",
  refusal: "The model declined to read these passages.",
  content_filter: "The model’s provider held back its reply.",
  timeout: "The model did not finish in time.",
};
const REJECTED = {
  unknown_sentence: "a source that is not there",
  no_citation: "no source",
  number_not_in_source: "a number that its source doesn’t have",
  name_not_in_source: "a name that its source doesn’t have",
  date_not_in_source: "a date that its source doesn’t have",
  quote_not_in_source: "a quotation that its source doesn’t have",
  polarity: "the opposite of its source",
  speaker: "words that its source gives to somebody else",
  modality: "a certainty that its source doesn’t have",
  quantifier: "a how much or how often that its source doesn’t have",
  low_support: "more than its source says",
  judged_unsupported: "what a judge does not find in its source",
};

export function partial(answer) {
  if (answer.rejected.length === 0) return `Not the whole answer. ${REASONS[answer.reason] ?? answer.reason ?? ""}`;
  const why = [...new Set(answer.rejected.map((entry) => REJECTED[entry.reason] ?? entry.reason.replaceAll("_", " ")))];
  return `Not the whole answer: ${count(answer.rejected.length, "statement")} left out (${why.join("; ")}).`;
}

// Why in a sentence, for whoever hears the page.
export function because(answer) {
  return UNREAD.has(answer.reason) ? REASONS[answer.reason] : `No answer: ${STATUS[answer.status] ?? ""}`;
}

export function refusal(answer) {
  const why = REASONS[answer.reason] ?? (answer.reason ?? "").replaceAll("_", " ");
  if (UNREAD.has(answer.reason)) return element("div", {}, element("p", { class: "refusal" }, why));
  return element("div", {}, element("p", { class: "refusal" }, STATUS[answer.status] ?? "There is no answer."), element("p", { class: "why" }, why));
}

export async function nearest(answer, open) {
  const shown = UNREAD.has(answer.reason) ? [] : answer.hits.slice(0, NEAREST);
  const found = (await Promise.all(shown.map((hit) => near(hit, open)))).filter(Boolean);
  return found.length ? [element("h3", { class: "heading" }, "The nearest passages, which do not answer the question"), ...found] : [];
}

async function near(hit, open) {
  const article = await get(`/v1/articles/${hit.article_id}/versions/${hit.version}`).catch(() => null);
  if (article === null) return null;
  const passage = [...article.text].slice(hit.start, hit.end).join("").replace(/\s+/g, " ").trim();
  const excerpt = passage.length > EXCERPT ? `${passage.slice(0, EXCERPT).replace(/\s+\S*$/, "")} …` : passage;
  const read = (event) => open({ ...hit, near: true, title: article.title }, event.currentTarget);
  return element(
    "section",
    { class: "near" },
    element("h4", {}, foreign(title(article))),
    element("p", { class: "credit" }, foreign(credit(article))),
    element("p", { class: "excerpt" }, foreign(excerpt)),
    button("Read in the article", read),
  );
}
