// Makes elements. Everything that comes from an article, an answer or a person goes in as text, never as markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Text that somebody else wrote: set apart, so that its writing direction stays its own.
export function foreign(text, tag = "bdi") {
  return element(tag, { dir: "auto" }, text);
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

export function day(instant) {
  if (!instant) return "undated";
  const date = new Date(`${instant.slice(0, 10)}T00:00:00Z`);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

// Who put it out, who wrote it, when. What is unknown is said to be unknown.
export function credit(source) {
  const origin = source.origin ? `origin ${source.origin}` : "origin unknown";
  return [source.publisher, origin, day(source.published_at)].filter(Boolean).join(" · ");
}
