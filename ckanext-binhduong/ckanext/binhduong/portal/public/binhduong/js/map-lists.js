// Which list of administrative units a map shows: a button beside the map's others.

/** A MapLibre control. `words` are {title, says} by list; `chosen(list)` is called with the list that the visitor wants. */
export class ListControl {
  constructor(list, words, chosen) {
    Object.assign(this, { list, words, chosen });
  }

  onAdd() {
    this.element = Object.assign(document.createElement("div"), { className: "maplibregl-ctrl maplibregl-ctrl-group" });
    this.button = Object.assign(document.createElement("button"), { type: "button", className: "bd-map-list" });
    this.button.addEventListener("click", () => this.turn());
    this.element.append(this.button);
    this.say();
    return this.element;
  }

  onRemove() {
    this.element.remove();
  }

  turn() {
    this.list = this.list === "2025" ? "2024" : "2025";
    this.say();
    this.chosen(this.list);
  }

  say() {
    this.button.textContent = this.list;
    this.button.title = this.words[this.list];
    this.button.setAttribute("aria-label", this.words[this.list]);
  }
}
