// Suggestions under a search box, as the combobox of ARIA 1.2 with a list: the cursor stays in the box, Enter without a choice sends the form
// as it does without a script. Loaded when a box is first used.

/** Milliseconds without a key after which what is typed is asked for. */
const PAUSE = 150;
const SHORTEST = 2;
/** Answers that are kept for whoever deletes letters again. */
const KEPT = 30;

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.texts = form.dataset;
    this.answers = new Map();
    this.list = form.appendChild(document.createElement("ul"));
    this.status = form.appendChild(document.createElement("div"));
    this.options = [];
    this.active = -1;
    this.prepare();
    this.listen();
  }

  prepare() {
    Object.assign(this.list, { id: `${this.input.id}-suggestions`, className: "bd-suggestions", role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", this.texts.suggestName);
    Object.assign(this.status, { className: "visually-hidden", role: "status" });
    this.input.setAttribute("aria-controls", this.list.id);
  }

  listen() {
    // Vietnamese is typed in compositions, a word each: what stands in the box counts, whether or not one is under way.
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("mousemove", ({ target }) => this.choose(this.options.indexOf(target.closest("[role=option]"))));
    // Not when the box loses the cursor: a screen reader's finger that goes through the list takes it away.
    for (const kind of ["focusin", "pointerdown"]) {
      document.addEventListener(kind, ({ target }) => this.form.contains(target) || this.close());
    }
    this.form.addEventListener("submit", () => this.close());
  }

  typed() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.words().length < SHORTEST) return this.close();
    this.timer = setTimeout(() => this.ask(), this.answers.has(this.words()) ? 0 : PAUSE);
  }

  words() {
    return this.input.value.trim();
  }

  async ask() {
    const words = this.words();
    try {
      const found = this.answers.get(words) ?? (await this.fetched(words));
      this.keep(words, found);
      if (document.activeElement === this.input && words === this.words()) this.show(found);
    } catch {
      // Stopped by the next letter, too many at once, or no network: the box works as without suggestions.
      if (words === this.words()) this.close();
    }
  }

  async fetched(words) {
    this.asked = new AbortController();
    const url = new URL(this.texts.suggest, location.href);
    url.searchParams.set("q", words);
    const answer = await fetch(url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).result;
  }

  keep(words, found) {
    this.answers.delete(words);
    this.answers.set(words, found);
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
  }

  show(found) {
    this.options = found.map((one, number) => this.option(one, number));
    this.list.replaceChildren(...this.options);
    this.choose(-1);
    this.open(found.length > 0);
    const text = { 0: this.texts.suggestNone, 1: this.texts.suggestOne }[found.length] ?? this.texts.suggestMany;
    this.status.textContent = text.replace("{number}", found.length);
  }

  option(one, number) {
    const item = Object.assign(document.createElement("li"), { id: `${this.list.id}-${number}`, role: "option" });
    item.dataset.url = one.url;
    item.setAttribute("aria-selected", "false");
    const title = item.appendChild(document.createElement("span"));
    title.append(...one.parts.map(({ text, match }) => (match ? Object.assign(document.createElement("mark"), { textContent: text }) : text)));
    const about = [one.kind_title, one.detail, one.also].filter(Boolean).join(" · ");
    item.append(" ", Object.assign(document.createElement("small"), { textContent: about }));
    return item;
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.choose(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.status.textContent = "";
    this.open(false);
  }

  choose(number) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.options[number];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    // Enter and the arrows choose among an input method's own words while it has some.
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = this.list.hidden ? { ArrowDown: () => this.reopen() }[event.key] : this.keys()[event.key];
    if (act?.() !== undefined) event.preventDefault();
  }

  /** What a key does while the list is open; a value other than undefined keeps the browser from its own. */
  keys() {
    const count = this.options.length;
    // One place beyond the last option is the box itself.
    const step = (by) => (this.choose(((this.active + 1 + by + count + 1) % (count + 1)) - 1), true);
    return {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Escape: () => (this.close(), true),
      Enter: () => (this.active < 0 ? undefined : this.go(this.options[this.active])),
      Tab: () => this.close(),
    };
  }

  reopen() {
    if (this.words().length < SHORTEST) return undefined;
    this.ask();
    return true;
  }

  clicked(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.go(option, event.ctrlKey || event.metaKey);
  }

  go(option, apart = false) {
    if (apart) window.open(option.dataset.url, "_blank", "noopener");
    else location.assign(option.dataset.url);
    return true;
  }
}

/** Give a form its suggestions, and ask at once for what was typed while this file was on its way. */
export function suggestIn(form) {
  const suggestions = new Suggestions(form);
  if (document.activeElement === suggestions.input && form.dataset.typed) suggestions.typed();
}
