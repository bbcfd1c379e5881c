// Asks, and hands over each event as it comes. EventSource cannot POST, so the stream is read by hand; when the
// connection is lost, the events after the last one seen are asked for again.

const RETRIES = 3;
const PAUSE = 800; // milliseconds

export async function ask(question, onEvent, signal) {
  const seen = { answer: null, number: null, ended: false };
  const take = (event) => {
    seen.number = event.id ?? seen.number;
    seen.answer = event.data.answer_id ?? seen.answer;
    seen.ended = event.data.type === "done" || event.data.type === "error";
    onEvent(event.data);
  };
  const first = () =>
    fetch("/v1/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ question }),
      signal,
    });
  const again = () =>
    fetch(`/v1/answers/${seen.answer}/events`, {
      headers: { Accept: "text/event-stream", ...(seen.number && { "Last-Event-ID": seen.number }) },
      signal,
    });
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
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  if (!response.ok) throw await problem(response);
  return response.json();
}

async function read(response, take) {
  if (!response.ok) throw await problem(response);
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
  return new Error(said.filter(Boolean).join(" "));
}
