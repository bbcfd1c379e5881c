// Speaks to the service. Asks, and hands over each event as it comes: EventSource cannot POST, so the stream is read by
// hand; when the connection is lost, the events after the last one seen are asked for again.

const RETRIES = 3;
const PAUSE = 800; // milliseconds
const KEY = "ontherecord-key";

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export function keepKey(key) {
  sessionStorage.setItem(KEY, key);
}

export async function ask(asked, onEvent, signal) {
  const seen = { answer: null, number: null, ended: false };
  const take = (event) => {
    seen.number = event.id ?? seen.number;
    seen.answer = event.data.answer_id ?? seen.answer;
    seen.ended = event.data.type === "done" || event.data.type === "error";
    onEvent(event.data);
  };
  const stream = { Accept: "text/event-stream" };
  const first = () => call("/v1/ask", { method: "POST", json: asked, headers: stream, signal });
  const again = () => {
    const headers = { ...stream, ...(seen.number && { "Last-Event-ID": seen.number }) };
    return call(`/v1/answers/${seen.answer}/events`, { headers, signal });
  };
  for (let tries = 0; !seen.ended; tries += 1) {
    try {
      await read(await (seen.answer ? again() : first()), take);
      if (!seen.ended) throw new TypeError("the connection ended early");
    } catch (error) {
      if (signal.aborted || !(error instanceof TypeError) || !seen.answer || tries >= RETRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE * (tries + 1)));
    }
  }
}

export async function get(path) {
  return (await call(path)).json();
}

export async function post(path, json) {
  return (await call(path, { method: "POST", json })).json();
}

async function call(path, { json, headers = {}, ...rest } = {}) {
  const key = sessionStorage.getItem(KEY);
  const sent = { Accept: "application/json", ...headers };
  if (key) sent.Authorization = `Bearer ${key}`;
  if (json !== undefined) sent["Content-Type"] = "application/json";
  const response = await fetch(path, { ...rest, headers: sent, body: json === undefined ? undefined : JSON.stringify(json) });
  if (!response.ok) throw await problem(response);
  return response;
}

async function read(response, take) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value.replaceAll("\r", "")).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = parse(block);
      if (event) take(event);
    }
  }
}

function parse(block) {
  let id = null;
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("id:")) id = line.slice(3).trim();
    if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { id, data: JSON.parse(data.join("\n")) } : null;
}

// What a problem+json says, for a person.
async function problem(response) {
  const body = await response.json().catch(() => ({}));
  const said = [body.detail ?? body.title ?? `The service answered ${response.status}.`, body.next_step];
  return new Refused(said.filter(Boolean).join(" "), response.status);
}

// What went wrong, for a person.
export function said(error) {
  return error instanceof TypeError ? "The service cannot be reached. Is it running?" : error.message;
}
