// An answer as text to paste: the claims with their numbers, the sources with their quotes, the permalink.

import { permalink } from "/page/answer.js";
import { SUPERSEDED, inOrder, key } from "/page/citations.js";
import { credit, element, title } from "/page/dom.js";

export async function copyWithCitations(answer) {
  const text = plainText(answer);
  try {
    await navigator.clipboard.writeText(text); // there only over HTTPS and on this machine
    return true;
  } catch {
    return copiedByHand(text);
  }
}

export function plainText(answer) {
  const numbers = new Map();
  const number = (citation) => {
    if (!numbers.has(key(citation))) numbers.set(key(citation), { citation, number: numbers.size + 1 });
    return `[${numbers.get(key(citation)).number}]`;
  };
  const marked = (said) => `${said.text} ${said.citations.map(number).join("")}`;
  const { early, late } = inOrder(answer);
  const superseded = (claim) => (claim.superseded_by ? [`    ${SUPERSEDED[claim.superseded_by.how]}: ${marked(claim.superseded_by)}`] : []);
  const claims = [...early.map(marked), ...answer.claims.flatMap((claim) => [marked(claim), ...superseded(claim)])];
  const differing = answer.disagreements.flatMap((entry) => ["", `The articles differ: ${entry.about}`, ...entry.sides.map((side) => `- ${marked(side)}`)]);
  const after = late.map(marked);
  const sources = [...numbers.values()].map(({ citation, number: n }) =>
    [`[${n}] ${title(citation)} (${credit(citation)}): “${citation.quote.trim()}”`, citation.url].filter(Boolean).join(" "),
  );
  const address = answer.stored ? ["", new URL(permalink(answer.id), location.href).href] : [];
  return [answer.question, "", ...claims, ...differing, ...after, "", ...sources, ...address].join("\n");
}

function copiedByHand(text) {
  const area = element("textarea", { class: "offscreen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
