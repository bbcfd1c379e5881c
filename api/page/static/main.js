// The page: asks, shows what comes, opens articles, and keeps the address in step with the answer.

import { AnswerView, permalink } from "/page/answer.js";
import { ArticlePane } from "/page/article.js";
import { ask, get } from "/page/stream.js";

const STEPS = { retrieve: "Looking through the articles …", read: "Reading what was found …" };

const form = document.getElementById("ask");
const field = document.getElementById("question");
const progress = document.getElementById("progress");
const answers = document.getElementById("answers");
const pane = new ArticlePane(document.getElementById("article"));
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question) start(question);
});

async function start(question) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const view = show(question);
  try {
    await ask(question, (event) => take(event, view), mine.signal);
    field.select();
  } catch (error) {
    if (!mine.signal.aborted) view.error(error instanceof TypeError ? "The service cannot be reached." : error.message);
  } finally {
    if (running === mine) progress.textContent = "";
  }
}

function show(question) {
  const view = new AnswerView(question, (cited, opener) => pane.open(cited, opener).catch((error) => view.error(error.message)));
  answers.prepend(view.root);
  return view;
}

function take(event, view) {
  if (event.type === "status") progress.textContent = STEPS[event.step] ?? "";
  else if (event.type === "claim") view.claim(event.claim);
  else if (event.type === "disagreement") view.disagreement(event.disagreement);
  else if (event.type === "error") view.error([event.message, event.next_step].filter(Boolean).join(" "));
  else if (event.type === "done") {
    view.done(event.answer);
    if (event.answer.stored) history.replaceState(null, "", permalink(event.answer.id));
  }
}

async function reopen(id) {
  progress.textContent = "Opening the answer …";
  try {
    const answer = await get(`/v1/answers/${encodeURIComponent(id)}`);
    const view = show(answer.question);
    field.value = answer.question;
    answer.claims.forEach((claim) => view.claim(claim));
    answer.disagreements.forEach((entry) => view.disagreement(entry));
    await view.done(answer, answer.changed);
    progress.textContent = "";
  } catch (error) {
    progress.textContent = error.message;
  }
}

const wanted = new URLSearchParams(location.search).get("answer");
if (wanted) reopen(wanted);
else field.focus();
