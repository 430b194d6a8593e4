// Keeps what is typed into the form with id "draft": a moment after each change, and before leaving the page.
// Without script the page has buttons for the same.
const PAUSE = 800; // milliseconds after the last key
const AGAIN = 2000; // after a saving that did not arrive

const form = document.getElementById("draft");
const status = document.getElementById("saved");
const seen = new Set(); // fields that the citizen is done with: only of these anything is said to be wrong
let timer;
let saving; // a promise, while one is under way
let changed = false;
let stopped = false;

// While a button is held down nothing may move: a click that begins on it has to end on it.
let released = Promise.resolve();
let release = () => {};
const press = () => (released = new Promise((resolve) => (release = resolve)));
addEventListener("pointerdown", press, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => release()), true);

const words = (key) => form.dataset[key];
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

// A saving that was not answered is sent again as it was, with its id, until it is: then what came since is saved.
async function save() {
  changed = false;
  status.textContent = words("saving");
  const body = new URLSearchParams(new FormData(form));
  for (;;) {
    const answer = await send(body);
    if (answer?.status === 409) {
      stopped = true;
      status.textContent = words("elsewhere");
      return;
    }
    if (answer) {
      const said = await answer.json();
      await released;
      return take(answer.ok, said);
    }
    status.textContent = words("failed");
    await wait(AGAIN);
  }
}

async function send(body) {
  try {
    const headers = { accept: "application/json" };
    // Whoever is not signed in any more is led to a page: nothing was saved, and signing in elsewhere lets it be.
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
    return [200, 409, 422].includes(answer.status) ? answer : undefined;
  } catch {
    return undefined; // such as without a network
  }
}

function take(ok, { etag, request_id, violations }) {
  if (ok) form.elements.etag.value = etag;
  form.elements.request_id.value = request_id;
  for (const place of form.querySelectorAll("[data-error]")) {
    const pointer = place.dataset.error;
    if (!seen.has(pointer) && !place.textContent) continue;
    place.textContent = violations[pointer] ?? "";
    document.getElementById(`f${pointer}`)?.setAttribute("aria-invalid", String(pointer in violations));
  }
  status.textContent = !ok ? "" : changed ? words("saving") : words("saved");
}

function soon() {
  changed = true;
  status.textContent = words("saving");
  clearTimeout(timer);
  timer = setTimeout(settle, PAUSE);
}

// One saving at a time, until nothing has changed since the last one.
function settle() {
  clearTimeout(timer);
  if (changed && !saving) {
    saving = (async () => {
      while (changed && !stopped) await save();
    })().finally(() => (saving = undefined));
  }
  return saving;
}

form.addEventListener("input", soon);
form.addEventListener("focusout", ({ target }) => {
  if (target.name) seen.add(target.name);
  if (changed) settle();
});
document.addEventListener("submit", async (event) => {
  if (!saving && !changed) return;
  event.preventDefault(); // with the etag of the saving that is under way
  await settle();
  if (!stopped) event.target.requestSubmit(event.submitter);
});
