// "Try it" without leaving the page. Without a script the form opens the answer itself.

/** Ask what the form asks, and show status, time and answer below it. */
async function ask(form) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const url = new URL(form.action);
  url.search = new URLSearchParams(fields);
  const box = form.querySelector("[data-try-answer]");
  const [status, code] = [box.querySelector("[role=status]"), box.querySelector("code")];
  const start = performance.now();
  box.hidden = false;
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    const text = await answer.text();
    status.textContent = `${answer.status} · ${Math.round(performance.now() - start)} ms · ${url.pathname}${url.search}`;
    code.textContent = shown(text);
  } catch (error) {
    status.textContent = String(error);
  }
}

function shown(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).slice(0, 20_000);
  } catch {
    return text.slice(0, 20_000);
  }
}

for (const form of document.querySelectorAll("[data-try]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
// A link to one action opens it.
const open = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", open);
open();
