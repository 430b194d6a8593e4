/* Without it every page is whole; with it digests can be copied, and figures follow the records. */
const offerCopies = (within) => {
  if (!navigator.clipboard) return;
  for (const button of within.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  }
};
offerCopies(document);
const watched = document.querySelector("[data-watch]");
if (watched) {
  const source = new EventSource(watched.dataset.watch);
  source.addEventListener("message", (event) => {
    const { figure, markup } = JSON.parse(event.data);
    const place = watched.querySelector(`[data-live="${figure}"]`);
    const before = place.querySelector(".value").textContent;
    const open = place.querySelector("details").open;
    const focused = place.contains(document.activeElement);
    if (open && focused) return;
    place.innerHTML = markup;
    place.querySelector("details").open = open;
    if (focused) place.querySelector("summary").focus();
    offerCopies(place);
    if (place.querySelector(".value").textContent === before) return;
    place.classList.add("changed");
    setTimeout(() => place.classList.remove("changed"), 1000);
  });
  addEventListener("pagehide", () => source.close());
}
