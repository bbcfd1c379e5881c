// Asks for a key where the service needs one. It is kept until the tab is closed.

import { element } from "/page/dom.js";
import { keepKey } from "/page/stream.js";

export function askForKey(dialog, message, then) {
  const field = element("input", { id: "key-field", type: "password", autocomplete: "off", required: true });
  const submit = (event) => {
    event.preventDefault();
    keepKey(field.value.trim());
    dialog.close();
    then();
  };
  dialog.replaceChildren(
    element(
      "form",
      { onsubmit: submit },
      element("h2", { id: "key-title" }, "This service needs a key"),
      element("p", {}, message),
      element("label", { for: "key-field" }, "Key"),
      field,
      element("p", { class: "note" }, "It stays in this tab and is forgotten when you close it."),
      element("button", { class: "small" }, "Go on"),
    ),
  );
  if (!dialog.open) dialog.showModal();
}
