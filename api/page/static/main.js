// The page: asks, shows what comes, opens articles, and keeps the address in step with the conversation.

import { AnswerView } from "/page/answer.js";
import { ArticlePane } from "/page/article.js";
import { inOrder } from "/page/citations.js";
import { count, element, pace } from "/page/dom.js";
import { askForKey } from "/page/key.js";
import { Narrow } from "/page/narrow.js";
import { because } from "/page/refusal.js";
import { offer } from "/page/start.js";
import { Refused, ask, get, post, said } from "/page/stream.js";

const form = document.getElementById("ask");
const field = document.getElementById("question");
const send = document.getElementById("send");
const progress = document.getElementById("progress");
const answers = document.getElementById("answers");
const narrow = new Narrow(document.getElementById("narrow"), form);
const pane = new ArticlePane(document.getElementById("article"));
const wanted = new URLSearchParams(location.search);
let running = null;
let conversation = wanted.get("conversation");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) {
    running.abort();
    return;
  }
  const question = field.value.trim();
  if (!question) return;
  field.value = "";
  narrow.fold();
  start(question, narrow.chosen);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (!running) form.requestSubmit();
  }
});
addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
  }
});

async function start(question, filters) {
  const mine = new AbortController();
  running = mine;
  send.textContent = "Stop";
  pane.close(null); // it would cover the sources of this answer
  const view = show(question, filters);
  view.root.scrollIntoView({ behavior: pace(), block: "start" });
  try {
    await begin();
    await ask({ question, filters, conversation_id: conversation }, (event) => take(event, view), mine.signal);
  } catch (error) {
    const again = () => anew(view, question, filters);
    if (mine.signal.aborted) view.error("Stopped.", again);
    else if (error instanceof Refused && error.status === 401) withKey(error, again);
    else view.error(said(error), again);
    tell("");
  } finally {
    running = null;
    send.textContent = "Ask";
  }
}

// Questions of one page are one conversation, so that the next may lean on the last. Where none can be begun (a full disk),
// the question is asked alone.
async function begin() {
  if (conversation) return;
  try {
    conversation = (await post("/v1/conversations")).id;
  } catch (error) {
    if (error instanceof Refused && error.status < 500) throw error;
  }
}

function anew(view, question, filters) {
  view.root.remove();
  start(question, filters);
}

function show(question, filters) {
  document.body.classList.remove("fresh");
  document.querySelector(".new").hidden = false;
  field.placeholder = "Ask on …";
  const view = new AnswerView(question, filters, pane);
  answers.append(view.root);
  return view;
}

function take(event, view) {
  if (event.type === "status" && event.step === "retrieve") step(view, "Looking through the articles …");
  else if (event.type === "hits") step(view, read(event.hits));
  else if (event.type === "claim") view.claim(event.claim);
  else if (event.type === "notice") view.notice(event.notice);
  else if (event.type === "disagreement") view.disagreement(event.disagreement);
  else if (event.type === "error") {
    view.error([event.message, event.next_step].filter(Boolean).join(" "));
    tell("");
  } else if (event.type === "done") {
    if (view.shows(event.answer)) view.done(event.answer);
    else view.root.replaceWith(redraw(event.answer).root);
    tell(summary(event.answer));
    if (event.answer.stored && conversation) history.replaceState(null, "", `/?conversation=${conversation}`);
  }
}

function read(hits) {
  const articles = new Set(hits.map((hit) => hit.article_id)).size;
  return `Reading ${count(hits.length, "passage")} of ${count(articles, "article")} …`;
}

function summary(answer) {
  if (answer.claims.length + answer.disagreements.length === 0) return because(answer);
  const sources = new Set(answer.claims.flatMap((claim) => claim.citations.map((c) => c.article_id))).size;
  return `Answered: ${count(answer.claims.length, "claim")} from ${count(sources, "article")}.`;
}

function step(view, text) {
  view.progress(text);
  tell(text);
}

function tell(text) {
  progress.textContent = text;
}

function redraw(answer, changed = []) {
  const view = show(answer.question, answer.filters);
  const { early, late } = inOrder(answer);
  early.forEach((entry) => view.notice(entry));
  answer.claims.forEach((claim) => view.claim(claim));
  answer.disagreements.forEach((entry) => view.disagreement(entry));
  late.forEach((entry) => view.notice(entry));
  view.done(answer, changed);
  return view;
}

// A permalink: that answer, as it was given, and what changed since.
async function reopen(id) {
  const answer = await get(`/v1/answers/${encodeURIComponent(id)}`);
  const view = redraw(answer, answer.changed);
  document.title = `${answer.question} – On the Record`;
  const whole = answer.conversation_id && (await get(`/v1/conversations/${answer.conversation_id}`).catch(() => null));
  if (whole && whole.turns.length) {
    const address = `/?conversation=${answer.conversation_id}`;
    view.notes.append(element("p", { class: "note" }, element("a", { href: address }, "Open its conversation"), ` (${count(whole.turns.length, "question")}) to ask on.`));
  }
}

async function goOn(id) {
  const held = await get(`/v1/conversations/${encodeURIComponent(id)}`);
  const kept = await Promise.all(held.turns.map((turn) => get(`/v1/answers/${turn.answer_id}`)));
  kept.forEach((answer) => redraw(answer, answer.changed));
  answers.lastElementChild?.scrollIntoView({ block: "start" });
}

function withKey(error, then) {
  askForKey(document.getElementById("key"), error.message, then);
}

async function open() {
  try {
    if (wanted.get("answer")) await reopen(wanted.get("answer"));
    else if (conversation) await goOn(conversation);
    else await offer(document.getElementById("offer"), pane);
  } catch (error) {
    if (error instanceof Refused && error.status === 401) withKey(error, open);
    else {
      if (!wanted.get("answer")) conversation = null;
      tell(said(error));
    }
  }
}

field.focus();
open();
