// Whether an answer helped. Whoever changes their mind is counted once: this browser has a name that says nothing else.

import { button, element } from "/page/dom.js";
import { post, said } from "/page/stream.js";

const NAME = "ontherecord-reader";

export class Feedback {
  constructor(answer) {
    this.answer = answer;
    this.told = element("span", { class: "done", role: "status" });
    this.up = this.thumb("up", "Helpful");
    this.down = this.thumb("down", "Something is wrong");
    this.more = element("div", { class: "more" });
    this.root = element("div", { class: "feedback" }, this.up, this.down, this.told, this.more);
  }

  thumb(verdict, text) {
    return button(text, () => this.give(verdict), { class: `thumb ${verdict}`, "aria-pressed": "false" });
  }

  async give(verdict) {
    if (!(await this.send({ verdict }))) return;
    for (const [name, thumb] of [["up", this.up], ["down", this.down]]) thumb.setAttribute("aria-pressed", String(name === verdict));
    this.told.textContent = verdict === "up" ? "Thank you." : "";
    this.more.replaceChildren(...(verdict === "down" ? [this.form()] : []));
    this.more.querySelector("textarea")?.focus();
  }

  // What is wrong, and with which claim.
  form() {
    const reason = element("textarea", { rows: "2", maxlength: "2000", "aria-label": "What is wrong?", placeholder: "What is wrong?" });
    const claims = this.answer.claims.map((claim, at) => element("option", { value: String(at) }, `Claim ${at + 1}: ${shortened(claim.text)}`));
    const which = element("select", { "aria-label": "Which part" }, element("option", { value: "" }, "The whole answer"), ...claims);
    const submit = async (event) => {
      event.preventDefault();
      const claim = which.value === "" ? null : Number(which.value);
      if (await this.send({ verdict: "down", reason: reason.value.trim() || null, claim })) {
        this.more.replaceChildren();
        this.told.textContent = "Thank you, it is kept with the answer.";
        this.down.focus();
      }
    };
    return element("form", { onsubmit: submit }, claims.length ? which : null, reason, element("button", { class: "small" }, "Send"));
  }

  async send(opinion) {
    try {
      await post("/v1/feedback", { answer_id: this.answer.id, given_by: reader(), ...opinion });
      return true;
    } catch (error) {
      this.told.textContent = said(error);
      return false;
    }
  }
}

function shortened(text) {
  return text.length > 60 ? `${text.slice(0, 60)} …` : text;
}

function reader() {
  let name = localStorage.getItem(NAME);
  if (!name) {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    name = `browser-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    localStorage.setItem(NAME, name);
  }
  return name;
}
