// Keys for the review queue: J, K move; X chooses; A confirms; S sends back; O opens. Buttons and links do the same.
const rows = [...document.querySelectorAll("table[data-keys] tbody tr")];
let at = -1;
if (rows.length) document.querySelector("[data-keys-help]")?.removeAttribute("hidden");
function go(to) {
  rows[at]?.classList.remove("here");
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].classList.add("here");
  rows[at].scrollIntoView({ block: "nearest" });
  rows[at].querySelector("th a").focus();
}
const verbs = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  x: () => rows[at]?.querySelector("input[type=checkbox]")?.click(),
  a: () => rows[at]?.querySelector("[data-verb=confirm]")?.click(),
  s: () => rows[at]?.querySelector("[data-verb=send-back]").click(),
  o: () => rows[at]?.querySelector("th a").click(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select, textarea, input:not([type=checkbox])")) return;
  const verb = verbs[event.key.toLowerCase()];
  if (verb && rows.length) {
    event.preventDefault();
    verb();
  }
});
