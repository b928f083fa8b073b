// What was found is all there, a few passages at a time are shown.

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act=more]");
  const batch = button?.closest(".batch").nextElementSibling;
  if (!batch) return;
  batch.hidden = false;
  button.remove();
  batch.querySelector(".card").focus();
});
