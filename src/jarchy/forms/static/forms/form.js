// What an answer decides is shown at once; without this file a button does it. Nothing is sent anywhere else.
"use strict";
(() => {
  const place = () => document.getElementById("form-page");
  let asked = 0;

  document.getElementById("errors")?.focus();
  prepare();

  // Where the phone is, into the field beside the button; what it does not allow is typed.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-locate]");
    if (!button) return;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const field = document.getElementById(button.dataset.locate);
        field.value = [coords.latitude.toFixed(6), coords.longitude.toFixed(6), Math.round(coords.altitude ?? 0),
          Math.round(coords.accuracy)].join(", ");
        field.dispatchEvent(new Event("change", { bubbles: true }));
        button.disabled = false;
      },
      () => { button.disabled = false; button.parentElement.hidden = true; },
      { enableHighAccuracy: true, timeout: 30000 },
    );
  });

  document.addEventListener("change", async (event) => {
    const field = event.target;
    const form = field.form;
    if (!form || !("again" in field.dataset)) return;
    if (field.type === "file") return stay(form);
    const number = ++asked;
    const sent = new FormData(form);
    sent.set("go", "stay");
    for (const file of form.querySelectorAll("[type=file]")) sent.delete(file.name);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("form-page");
      if (number === asked && page) show(page, sent);
    } catch {
      // No network: the button is still there.
    }
  });

  function prepare() {
    for (const line of document.querySelectorAll(".again")) line.hidden = true;
    if (!navigator.geolocation) return;
    for (const button of document.querySelectorAll("[data-locate]")) button.parentElement.hidden = false;
  }

  function stay(form) {
    const button = document.createElement("button");
    Object.assign(button, { name: "go", value: "stay", hidden: true });
    form.append(button);
    button.click();
  }

  // The new page in place of the old one; what was filled in since it was asked for stays, and so does the cursor.
  function show(page, sent) {
    const focused = document.activeElement?.id;
    const now = new FormData(place().querySelector("form[enctype]"));
    for (const field of page.querySelectorAll("form[enctype] [name]")) {
      const said = now.getAll(field.name);
      if (field.type === "hidden" || field.type === "file" || said.join() === sent.getAll(field.name).join()) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = said.includes(field.value);
      else if (said.length) field.value = said[0];
    }
    place().replaceWith(document.adoptNode(page));
    prepare();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
})();
