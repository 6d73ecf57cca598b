/* The planner: what the form says becomes questions to the server, its answers become the page. */

import { address, ask } from "./api.js";
import { keyOf, mark, reweigh, showBefore, showComparison, showLedger, showSources, showTotals, showWeighed } from "./answers.js";
import { $, el, fill, show } from "./elements.js";
import { PlaceField } from "./places.js";
import { country, data, listed, modeName, number, passageName, sorted, t } from "./words.js";

const SETTLE_MS = 160;
/* The slider's end: a day is worth so much at most, or so many times what these goods lose in one. */
const MOST_USD = 5000, MOST_TIMES = 8;
/* Words that the form has no field for: an address may have them, and they are kept. */
const KEPT_WORDS = ["as_of", "via", "service", "quantity", "unit"];
/* Words that are shown by a field of the form, by ticks, or by the page itself. */
const FIELDS = ["commodity", "box", "cargo_t", "value_usd", "departure"];
const SHOWN_WORDS = [...FIELDS, "origin", "destination", "mode", "avoid", "scenario", "irregular", "usd_per_day", "way", "lang"];
const SLOW_MS = 2500;
/* What is drawn is in the language of the page. */
const told = data.language === "en" ? {} : { language: data.language };
const state = { usdPerDay: null, chosen: "", map: "way", measure: "time", extra: {}, strange: [], compared: null, front: [], before: [], was: [], corridors: [], cards: [] };
let run = null, detail = null, settling = 0, land = null, map = null;

// -- the question ------------------------------------------------------------------------------

const ticked = (id) => [...document.querySelectorAll(`#${id} input:checked`)].map((input) => input.value);

function question() {
  const form = $("question"), modes = ticked("modes");
  const container = form.commodity.value === "container";
  const { mode = [], scenario = [], ...extra } = state.extra;
  return {
    origin: origin.value, destination: destination.value,
    commodity: container ? "" : form.commodity.value,
    box: container && form.box.value !== "40ft" ? form.box.value : "",
    cargo_t: form.cargo_t.value, value_usd: form.value_usd.value, departure: form.departure.value,
    mode: modes.length === data.modes.length ? mode : [...modes, ...mode],
    avoid: [...ticked("countries"), ...ticked("passages"), ...($("others").value.trim() ? [$("others").value.trim()] : [])],
    scenario: [...ticked("cards"), ...scenario], irregular: form.irregular.checked, ...extra,
  };
}

/* The words of the way that is looked at: the best at the value of a day, or a row of the table. */
function wayWords() {
  if (!state.chosen) return { usd_per_day: String(state.usdPerDay) };
  const [corridor, weight] = state.chosen.split("|");
  return { corridor, weight };
}

const mostUsd = () => Math.max(MOST_USD, MOST_TIMES * (state.usual || 0));
const onScale = (usd) => Math.round(200 * Math.sqrt(Math.min(usd, mostUsd()) / mostUsd()));
const ofScale = (at) => Math.round(mostUsd() * (at / 200) ** 2);

function share() {
  const words = { ...question(), way: state.chosen, usd_per_day: state.usdPerDay === state.usual ? "" : state.usdPerDay };
  const asked = new URLSearchParams(location.search).get("lang");
  history.replaceState(null, "", address("", { ...words, lang: asked || "" }));
}

const fits = ({ type }, text) => type === "number" ? Number.isFinite(Number(text)) : type !== "date" || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)));

async function read() {
  const given = new URLSearchParams(location.search), form = $("question");
  /* What no field can show stays in the question as it was given: the server answers or refuses it. */
  const keep = (word, values) => { if (values.length) state.extra[word] = values; };
  for (const name of FIELDS) {
    if (!given.get(name)) continue;
    if (fits(form[name], given.get(name))) form[name].value = given.get(name);
    if (form[name].value !== given.get(name)) { form[name].value = form[name].options ? form[name].options[0].value : ""; keep(name, given.getAll(name)); }
  }
  form.irregular.checked = ["true", "yes", "1"].includes(given.get("irregular"));
  if (!form.irregular.checked) keep("irregular", given.getAll("irregular").filter((text) => text !== "false"));
  const tick = (id, values) => document.querySelectorAll(`#${id} input`).forEach((input) => { if (values.includes(input.value)) input.checked = true; });
  const modes = given.getAll("mode").flatMap((text) => text.split(","));
  if (modes.length) document.querySelectorAll("#modes input").forEach((input) => { input.checked = modes.includes(input.value); });
  const avoid = given.getAll("avoid"), known = [...data.countries.map((one) => one[0]), ...data.passages];
  tick("countries", avoid);
  tick("passages", avoid);
  $("others").value = avoid.filter((word) => !known.includes(word)).join(", ");
  const cards = given.getAll("scenario").flatMap((text) => text.split(","));
  tick("cards", cards);
  keep("scenario", cards.filter((id) => !state.titles.has(id)));
  keep("mode", modes.filter((mode) => !data.modes.includes(mode)));
  state.strange = [...new Set(given.keys())].filter((word) => !SHOWN_WORDS.includes(word) && !KEPT_WORDS.includes(word));
  for (const word of KEPT_WORDS) if (given.has(word)) state.extra[word] = given.getAll(word);
  state.chosen = given.get("way") || "";
  if (given.get("usd_per_day") && Number(given.get("usd_per_day")) >= 0) state.usdPerDay = Number(given.get("usd_per_day"));
  else keep("usd_per_day", given.getAll("usd_per_day"));
  await Promise.all([[origin, "origin", 0], [destination, "destination", 1]].map(async ([field, word, end]) => {
    const text = given.get(word) || (given.has("origin") || given.has("destination") ? "" : data.first[end] || "");
    if (!text) return;
    field.set("", text);
    try {
      const found = (await ask("places", { q: text, most: 8 }));
      const place = found.places.find((one) => one.node_id === (found.node_id || text));
      if (place) field.set(place.node_id, place.name);
    } catch { /* it is asked as it is */ }
  }));
  counts();
}

function counts() {
  const avoided = ticked("countries").length + ticked("passages").length + ($("others").value.trim() ? 1 : 0) + (data.modes.length - ticked("modes").length);
  $("avoid-count").textContent = avoided ? number(avoided) : "";
  const cards = ticked("cards").length;
  $("scenario-count").textContent = cards ? number(cards) : "";
  $("box").disabled = $("commodity").value !== "container";
}

// -- answers -----------------------------------------------------------------------------------

/* A field with a text that its kind cannot hold tells no value: nothing is asked as if it were empty. */
function unreadable() {
  const form = $("question"), found = FIELDS.find((name) => form[name].validity && form[name].validity.badInput);
  FIELDS.forEach((name) => form[name].toggleAttribute("aria-invalid", false));
  if (!found) return "";
  form[found].setAttribute("aria-invalid", "true");
  return t("{field}: this can not be read", { field: document.querySelector(`label[for=${found}]`).textContent });
}

/* The situation in a sentence, with the titles of cards where the library tells their ids. */
function situation(compared, lost) {
  const text = compared.situation.replace(/[\w-]+/g, (word) => (state.titles.has(word) ? `\u201c${state.titles.get(word)}\u201d` : word));
  const said = [t("{count} ways compared. Situation: {situation}.", { count: number(compared.rows.filter((row) => row.served).length), situation: text })];
  if (lost) said.push(t("The way of this address is not among them: the best one is shown."));
  if (state.strange.length) said.push(t("Words of this address that mean nothing here: {words}.", { words: listed(state.strange) }));
  return said.join(" ");
}

async function answer() {
  const words = question(), fault = unreadable();
  counts();
  if (fault) { if (run) run.abort(); refuse({ message: fault }); return; }
  if (!words.origin || !words.destination) { show($("status"), t("Give two places: from where, and to where.")); return; }
  if (run) run.abort();
  run = new AbortController();
  const signal = run.signal;
  show($("fault"), "");
  show($("status"), t("Looking for ways\u2026"));
  $("results").setAttribute("aria-busy", "true");
  const slow = setTimeout(() => show($("status"), t("Looking for ways\u2026 The first answers after the start take some seconds.")), SLOW_MS);
  try {
    const asked = [ask("compare", { ...words, ...told }, signal), ask("pareto", words, signal)];
    /* Without the cards there may be no way: then there is nothing to compare with. */
    if (words.scenario.length) asked.push(...["pareto", "compare"].map((verb) => ask(verb, { ...words, scenario: [] }, signal).catch(() => null)));
    const [compared, front, before, was] = await Promise.all(asked);
    if (signal.aborted) return;
    clearTimeout(slow);
    state.was = was ? was.rows : null;
    state.compared = compared;
    state.before = before ? before.rows : [];
    state.front = front.rows;
    state.usual = Math.round(compared.usd_per_day);
    if (state.usdPerDay === null) state.usdPerDay = state.usual;
    const lost = state.chosen && !compared.rows.some((row) => row.served && keyOf(row) === state.chosen);
    if (lost) state.chosen = "";
    $("answer").hidden = false;
    slide(false);
    showComparison(compared, state.corridors, state.front, state.usdPerDay, state.chosen, choose, state.was);
    show($("status"), situation(compared, lost));
    await look();
  } catch (error) {
    if (error.name !== "AbortError") refuse(error);
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) $("results").removeAttribute("aria-busy");
  }
}

function refuse(error) {
  const about = error.about || {};
  show($("status"), "");
  $("answer").hidden = true;
  show($("fault"), error.message);
  if (about.word === "origin" || about.word === "destination") {
    const field = about.word === "origin" ? origin : destination;
    field.back(error.message, about.choices || []);
  }
}

/* The slider: the ways that no other beats are weighed anew here, so the answer is there at once. */
function slide(settle = true) {
  const out = t("{usd} USD a day", { usd: number(state.usdPerDay) });
  $("day-value").value = onScale(state.usdPerDay);
  $("day-value").setAttribute("aria-valuetext", out);
  $("day-value-out").textContent = out;
  const best = reweigh(state.compared, state.front, state.usdPerDay);
  if (!state.chosen && best) { $("best-title").textContent = t("The best way"); showTotals(best); }
  showBefore(state.chosen ? [] : state.before, state.usdPerDay);
  clearTimeout(settling);
  if (settle) settling = setTimeout(() => { share(); if (!state.chosen) look(); }, SETTLE_MS);
}

function choose(key) {
  state.chosen = key;
  mark(key);
  look();
}

/* The way that is looked at: its totals, ledger, map, diagram and files. */
async function look() {
  share();
  if (detail) detail.abort();
  detail = new AbortController();
  const signal = detail.signal, words = { ...question(), ...wayWords() };
  try {
    const trip = await ask("route", { ...words, ...told }, signal);
    if (signal.aborted) return;
    $("best-title").textContent = state.chosen ? t("The way chosen") : t("The best way");
    showTotals(trip);
    if (!state.chosen) showWeighed(trip, state.usdPerDay);
    showBefore(state.chosen ? [] : state.before, state.usdPerDay);
    const ids = showLedger(trip);
    drawDiagram(words, trip);
    listDownloads(words);
    const [{ sources }] = await Promise.all([ask("sources", { source_id: ids }, signal), drawMap(words, signal)]);
    if (!signal.aborted) showSources(ids, sources);
  } catch (error) {
    if (error.name !== "AbortError") show($("fault"), error.message);
  }
}

async function drawMap(words, signal) {
  const all = state.map === "comparison";
  const asked = all ? { ...words, weight: "", usd_per_day: "", corridor: "", of: "comparison" } : words;
  $("map").setAttribute("aria-busy", "true");
  const scene = await ask("scene", { ...asked, ...told }, signal);
  land = land || await ask("land", told);
  if (signal.aborted) return;
  $("map").removeAttribute("aria-busy");
  if (map) map.remove();
  map = window.corridorsMap.open("map", { ...scene, base: land }).map;
}

/* A machine without a font for the page's language draws in English: the answer says so. */
async function sayLanguage() {
  if (!told.language) return;
  const shown = $("diagram").src, reply = await fetch(shown);
  await reply.text();  // what is not read is never ended
  if (shown !== $("diagram").src || reply.headers.get("Content-Language") === told.language) return;
  $("diagram-caption").textContent += " " + t("The diagram is in English: no font with the letters of this language is installed where it is drawn.");
}

function drawDiagram(words, trip) {
  const where = address("tcd", { ...words, of: "comparison", measure: state.measure, ...told });
  const ends = { origin: trip.origin, destination: trip.destination };
  $("diagram").alt = state.measure === "time" ? t("Time by distance from {origin} to {destination}: the way chosen beside the best ways; the table below has the numbers.", ends) : t("Cost by distance from {origin} to {destination}: the way chosen beside the best ways; the table below has the numbers.", ends);
  if ($("diagram").getAttribute("src") !== where) {
    $("diagram").closest("figure").setAttribute("aria-busy", "true");
    $("diagram").src = where;
  }
  $("diagram-link").href = where;
  $("diagram-link").setAttribute("aria-label", t("Open the diagram large"));
  $("diagram-caption").textContent = t("A slope is travel, a step is a stop at a border, a port or a change.");
}

// -- files -------------------------------------------------------------------------------------

function listDownloads(way) {
  const words = question(), ofWay = { ...words, ...wayWords() };
  const narrowed = words.mode.length || words.avoid.length || state.extra.via;
  const files = [
    narrowed
      ? [t("Report on these ways (HTML)"), "report", { ...words, kind: "ways", format: "html", ...told }]
      : [t("Report (HTML)"), "report", { ...words, kind: "report", format: "html", ...told }],
    [t("Ways compared, a sheet each (XLSX)"), "report", { ...words, kind: "ways", format: "xlsx", ...told }],
    [t("The way chosen (PDF)"), "report", { ...ofWay, kind: "way", format: "pdf", ...told }],
    [t("Comparison as a table (CSV)"), "compare", { ...words, format: "csv" }],
    [t("Ways as lines for a GIS (GeoPackage)"), "compare", { ...words, format: "gpkg" }],
  ];
  fill($("downloads"), files.map(([text, verb, asked]) => {
    const button = el("button", { type: "button", class: "quiet" }, text), said = el("span", { role: "status" });
    button.addEventListener("click", () => download(button, said, address(verb, asked)));
    return el("li", {}, button, " ", said);
  }));
}

async function download(button, said, where) {
  button.disabled = true;
  said.textContent = t("is being made\u2026");
  try {
    const reply = await fetch(where);
    if (!reply.ok) throw new Error((await reply.json()).error.message);
    const name = /filename="([\w.-]+)"/.exec(reply.headers.get("Content-Disposition") || "");
    const file = URL.createObjectURL(await reply.blob());
    el("a", { href: file, download: name ? name[1] : "answer" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
    const written = reply.headers.get("Content-Language");
    said.textContent = t("saved as {name}", { name: name ? name[1] : "" });
    if (told.language && written && written !== told.language) said.textContent += ". " + t("The file is in English: no font with the letters of this language is installed where it is made.");
  } catch (error) {
    said.textContent = error.message;
  } finally {
    button.disabled = false;
  }
}

// -- the page ----------------------------------------------------------------------------------

const tick = (value, text, on) => {
  const input = el("input", { type: "checkbox", value });
  input.checked = Boolean(on);
  return el("label", { class: "tick" }, input, " ", el("span", {}, text));
};

function cardItem(card) {
  const id = `card-${card.scenario_id}`;
  const input = el("input", { type: "checkbox", role: "switch", id, value: card.scenario_id, "aria-describedby": `${id}-what` });
  return el("li", {}, el("label", { class: "tick", for: id }, input, " ", el("span", {}, card.title)), el("p", { class: "hint", id: `${id}-what`, lang: "en" }, card.what));
}

function pressed(pair, now, changed) {
  for (const [id, value] of pair) {
    $(id).addEventListener("click", () => {
      for (const [other, one] of pair) $(other).setAttribute("aria-pressed", String(one === value));
      changed(value);
    });
    $(id).setAttribute("aria-pressed", String(value === now));
  }
}

const origin = new PlaceField("origin", answer), destination = new PlaceField("destination", answer);

function listen() {
  const form = $("question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer().then(() => { if (matchMedia("(max-width: 900px)").matches) $("results").focus(); });
  });
  /* What is changed by hand is no longer as the address had it. */
  form.addEventListener("change", ({ target }) => {
    delete state.extra[target.closest("#cards") ? "scenario" : target.closest("#modes") ? "mode" : target.name];
  });
  $("diagram").addEventListener("load", sayLanguage);
  for (const kind of ["load", "error"]) $("diagram").addEventListener(kind, () => $("diagram").closest("figure").removeAttribute("aria-busy"));
  form.addEventListener("change", (event) => { if (!["origin", "destination", "find-card"].includes(event.target.id)) answer(); });
  $("swap").addEventListener("click", () => {
    const before = [origin.place, origin.input.value];
    origin.set(destination.place, destination.input.value);
    destination.set(...before);
    answer();
  });
  $("find-card").addEventListener("input", () => {
    const wanted = $("find-card").value.trim().toLowerCase();
    for (const item of $("cards").children) item.hidden = wanted && !item.textContent.toLowerCase().includes(wanted) && !item.querySelector("input").checked;
  });
  $("day-value").addEventListener("input", () => { state.usdPerDay = ofScale(Number($("day-value").value)); state.chosen = ""; mark(""); slide(); });
  pressed([["map-way", "way"], ["map-all", "comparison"]], state.map, (value) => { state.map = value; look(); });
  pressed([["by-time", "time"], ["by-cost", "cost"]], state.measure, (value) => { state.measure = value; look(); });
  $("comparison").addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (row && !event.target.closest("label")) row.querySelector("input").click();
  });
  $("ledger").addEventListener("click", (event) => {
    if (event.target.closest(".to-source")) $("sources").closest("details").open = true;
  });
  $("language").addEventListener("change", () => {
    const words = new URLSearchParams(location.search);
    words.set("lang", $("language").value);
    location.search = words.toString();
  });
  $("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(location.href); $("copied").textContent = t("copied"); } catch { $("copied").textContent = location.href; }
  });
}

async function begin() {
  fill($("modes"), data.modes.map((mode) => tick(mode, modeName(mode), true)));
  fill($("countries"), sorted(data.countries.map(([code, name]) => [code, country(code, name)])).map(([code, name]) => tick(code, name)));
  fill($("passages"), data.passages.map((one) => tick(one, passageName(one))));
  listen();
  const [{ corridors }, { scenarios }] = await Promise.all([ask("corridors", told), ask("scenarios", told)]);
  state.corridors = corridors;
  state.titles = new Map(scenarios.map((card) => [card.scenario_id, card.title]));
  fill($("cards"), scenarios.map(cardItem));
  await read();
  /* Cards that are on stand first. */
  $("cards").prepend(...[...$("cards").children].filter((item) => item.querySelector("input").checked));
  const more = Object.entries(state.extra).map(([word, values]) => `${word}=${values}`);
  if (more.length) show($("status"), listed(more));
  await answer();
}

begin().catch((error) => show($("fault"), error.message));
