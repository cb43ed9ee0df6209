// Adds a button to each text that is meant to be passed on. Without script the text is marked and copied by hand.
for (const area of document.querySelectorAll("textarea[data-copy]")) {
  area.addEventListener("focus", () => area.select());
  if (!navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn second";
  button.textContent = area.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(area.value);
    button.textContent = area.dataset.copied;
  });
  area.nextElementSibling.replaceWith(button);
}
