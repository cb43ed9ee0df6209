// Adds buttons to what is meant to be passed on: copy it, hand it to the telephone. Without script the text is marked and
// copied by hand, and a table is taken as CSV. Nothing is sent anywhere from here.
function button(label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn second";
  made.textContent = label;
  made.addEventListener("click", () => press(made));
  return made;
}
for (const area of document.querySelectorAll("textarea[data-copy]")) {
  area.addEventListener("focus", () => area.select());
  const buttons = document.createElement("p");
  buttons.className = "acts";
  if (navigator.clipboard) {
    buttons.append(button(area.dataset.copy, async (pressed) => {
      await navigator.clipboard.writeText(area.value);
      pressed.textContent = area.dataset.copied;
    }));
  }
  if (navigator.share && area.dataset.share) {
    buttons.append(button(area.dataset.share, () => navigator.share({ text: area.value }).catch(() => {})));
  }
  if (buttons.children.length) area.nextElementSibling.replaceWith(buttons);
}
// A table as Excel and PowerPoint take it, its cells alone; as text with tabs for all else.
const { copyTable, copied } = document.currentScript.dataset;
for (const table of copyTable && navigator.clipboard && window.ClipboardItem ? document.querySelectorAll("table") : []) {
  const cell = (one) => one.innerText.replace(/\s+/g, " ").trim();
  const text = () => [...table.rows].map((row) => [...row.cells].map(cell).join("\t")).join("\n");
  const html = () => {
    const plain = document.createElement("table");
    for (const row of table.rows) {
      const line = plain.insertRow();
      for (const one of row.cells) line.insertCell().textContent = cell(one);
    }
    return plain.outerHTML;
  };
  const made = button(copyTable, async (pressed) => {
    await navigator.clipboard.write([new ClipboardItem({
      "text/plain": new Blob([text()], { type: "text/plain" }), "text/html": new Blob([html()], { type: "text/html" }),
    })]);
    pressed.textContent = copied;
  });
  const place = document.createElement("p");
  place.className = "acts screen";
  place.append(made);
  (table.closest(".scroll") || table).after(place);
}
