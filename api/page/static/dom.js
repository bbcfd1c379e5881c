// Makes elements. Everything that comes from an article, an answer or a person goes in as text, never as markup.

// Characters that turn writing around: they are shown as a sign and do nothing.
const TURNING = /([\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Text that somebody else wrote: set apart, so that its writing direction stays its own.
export function foreign(text, tag = "bdi") {
  const pieces = text.split(TURNING);
  if (pieces.length === 1) return element(tag, { dir: "auto" }, text);
  const shown = pieces.map((piece, place) => (place % 2 ? turning(piece) : piece));
  return element(tag, { dir: "auto" }, ...shown);
}

function turning(character) {
  const code = character.codePointAt(0).toString(16).toUpperCase();
  return element("span", { class: "turning", title: `U+${code}: turns the writing around, here it does not` });
}

// A link only where the address is plain http or https; else the address as text.
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return foreign(text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return foreign(text);
  return element("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank" }, foreign(text));
}

export function button(text, onclick, attributes = {}) {
  return element("button", { type: "button", class: "quiet", onclick, ...attributes }, text);
}

export function day(instant) {
  if (!instant) return "undated";
  const date = new Date(`${instant.slice(0, 10)}T00:00:00Z`);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

// Who put it out, who wrote it, when. What is unknown is said to be unknown.
export function credit(source) {
  const own = source.origin && source.origin === source.publisher;
  const origin = own ? "its own report" : `origin ${source.origin ?? "unknown"}`;
  return [source.publisher, origin, day(source.published_at)].filter(Boolean).join(" · ");
}

export function title(source) {
  if (source.title_withheld) return "Title withheld";
  return source.title ?? source.source ?? "Untitled";
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

// Whether the article takes the whole screen.
export function isNarrow() {
  return matchMedia("(max-width: 62rem)").matches;
}

export function pace() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
