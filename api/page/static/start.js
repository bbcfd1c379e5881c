// What the page says before anything was asked: what there is to ask about, or how to take articles in.

import { button, credit, element, foreign, title } from "/page/dom.js";
import { get } from "/page/stream.js";

const SHOWN = 4;

export async function offer(root, pane) {
  const { articles, next_cursor: more } = await get(`/v1/articles?limit=${SHOWN}`);
  if (articles.length === 0) {
    root.replaceChildren(...empty());
    return;
  }
  const rows = articles.map((article) => {
    const open = (event) => pane.open({ article_id: article.id, version: article.version, start: 0, end: 0 }, [], event.currentTarget);
    return element("li", {}, button(foreign(title(article)), open), element("p", { class: "credit" }, foreign(credit(article))));
  });
  root.replaceChildren(
    element("h2", {}, more ? "Some of what there is to ask about" : "What there is to ask about"),
    element("ul", { class: "offer" }, ...rows),
  );
}

function empty() {
  return [
    element("h2", {}, "There are no articles yet"),
    element("p", {}, "Take some in, on the machine that serves this page:"),
    element("pre", {}, element("code", {}, "qa ingest path/to/articles")),
    element("p", {}, "or look around with the demonstration articles:"),
    element("pre", {}, element("code", {}, "qa serve --demo")),
    element("p", {}, "What is taken in while this page is open can be asked about at once."),
  ];
}
