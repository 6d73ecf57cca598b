/* A field in which a place is found as it is typed, in any script; keys go through the list. */

import { ask } from "./api.js";
import { $, el, fill, show } from "./elements.js";
import { country, kindOfPlace, t } from "./words.js";

const WAIT_MS = 90;

export class PlaceField {
  /* name: the word of the question; changed: called when a place is chosen. */
  constructor(name, changed) {
    this.name = name;
    this.input = $(name);
    this.list = $(name + "-list");
    this.fault = $(name + "-fault");
    this.changed = changed;
    this.place = "";
    this.found = [];
    this.at = -1;
    this.input.addEventListener("input", () => { this.place = ""; this.soon(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.left(), 120));
    this.input.addEventListener("focus", () => { if (this.input.hasAttribute("aria-invalid")) this.look(true); });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.found[Number(option.dataset.number)]);
    });
  }

  /* What is asked: the place chosen, else the text as it is. */
  get value() { return this.place || this.input.value.trim(); }

  set(place, text) {
    this.place = place;
    this.input.value = text || place;
    this.say("");
  }

  say(text) {
    show(this.fault, text);
    if (text) { this.input.setAttribute("aria-invalid", "true"); this.input.setAttribute("aria-describedby", this.fault.id); }
    else { this.input.removeAttribute("aria-invalid"); this.input.removeAttribute("aria-describedby"); }
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT_MS);
  }

  async look(again = false) {
    const text = this.input.value.trim();
    if (!again) this.say("");
    if (!text) { this.close(); return; }
    if (this.asking) this.asking.abort();
    this.asking = new AbortController();
    try {
      const answer = await ask("places", { q: text, most: 8 }, this.asking.signal);
      if (this.input.value.trim() === text && document.activeElement === this.input) this.offer(answer.places, text);
    } catch (error) {
      if (error.name !== "AbortError") this.say(error.message);
    }
  }

  offer(places, text) {
    this.found = places;
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    if (!places.length) {
      fill(this.list, el("li", { role: "option", "aria-disabled": "true", class: "none" }, t("No place of this name: {text}", { text })));
    } else {
      fill(this.list, places.map((place, number) => this.option(place, number)));
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  option(place, number) {
    const other = place.matches !== place.name ? ` (${place.matches})` : "";
    return el("li", { role: "option", id: `${this.name}-${number}`, "data-number": number, "aria-selected": "false" },
      el("b", { dir: "auto" }, place.name + other), " ",
      el("span", {}, [country(place.country, place.country_name), kindOfPlace(place.kind)].join(", ")));
  }

  move(step) {
    if (this.list.hidden || !this.found.length) { this.look(); return; }
    this.at = (this.at + step + this.found.length) % this.found.length;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === this.at)));
    const now = this.list.children[this.at];
    this.input.setAttribute("aria-activedescendant", now.id);
    now.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.key === "ArrowDown") { event.preventDefault(); this.move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); this.move(-1); }
    else if (event.key === "Escape") { this.close(); }
    else if (event.key === "Enter" && !this.list.hidden && this.found.length) {
      event.preventDefault();
      this.choose(this.found[Math.max(this.at, 0)]);
    }
  }

  choose(place) {
    if (!place) return;
    this.set(place.node_id, place.name);
    this.close();
    this.changed();
  }

  /* The field is left with a text in it: it is asked as it is, once, and asked back if it may be several. */
  left() {
    this.close();
    const text = this.input.value.trim();
    if (!this.place && text && text !== this.told) { this.told = text; this.changed(); }
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /* A name may mean several places: they are offered, at once where nobody is at another field. */
  back(message, places) {
    this.say(places.length > 1 ? t("Which one is meant?") : message);
    this.told = this.input.value.trim();
    const at = document.activeElement;
    const free = !at || at === document.body || at === this.input || at.type === "submit";
    if (places.length && free) {
      this.input.focus();
      this.offer(places, this.input.value);
    }
  }
}
