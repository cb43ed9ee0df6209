// "Leave this page": the page left is replaced in the history, so that "back" does not lead to it again.
for (const link of document.querySelectorAll("a.leave"))
  link.addEventListener("click", (event) => { event.preventDefault(); location.replace(link.href); });
