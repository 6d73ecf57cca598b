/* Shows answers: totals, the comparison, the ledger, sources. All values are the server's. */

import { $, dot, el, fill, link, show } from "./elements.js";
import * as w from "./words.js";
const t = w.t;

/* The one weighing that is done here: dollars plus hours at what a day is worth. */
export const weighed = (way, usdPerDay) => way.cost_usd + (way.time_h / 24) * usdPerDay;

/* Of the ways that no other beats, the best at a value of a day. */
export function bestOf(front, usdPerDay) {
  let best = null;
  for (const way of front) if (best === null || weighed(way, usdPerDay) < weighed(best, usdPerDay) - 1e-9) best = way;
  return best;
}

const through = (way) => [
  way.transit_countries.length ? t("through {countries}", { countries: w.listed(way.transit_countries.map((code) => w.country(code))) }) : "",
  (way.by || way.modes).map(modes).join(" + "),
].filter(Boolean).join(" \u00b7 ");

/* What goes along, as the library says it, word by word: "road access+sea". */
const modes = (text) => text === "road access" ? w.modeName("access") : w.modeName(text);

export function showTotals(way) {
  const facts = [
    [t("Cost"), t("{usd} USD", { usd: w.number(way.cost_usd) })],
    [t("Expected"), t("{days} days", { days: w.days(way.time_h) })],
    [t("Half within"), t("{days} days", { days: w.days(way.time_p50_h) })],
    [t("Nine in ten within"), t("{days} days", { days: w.days(way.time_p90_h) })],
    [t("Distance"), t("{km} km", { km: w.number(way.distance_km) })],
    [t("Borders and changes"), w.number(way.transit_count)],
    [t("Greenhouse gases"), t("{tonnes} t CO2e", { tonnes: w.decimal(way.co2e_kg / 1000) })],
  ];
  fill($("best-totals"), facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  fill($("best-by"), through(way));
}

/* What the way of the same value of a day was before the cards. */
export function showBefore(before, usdPerDay) {
  const best = before.length ? bestOf(before, usdPerDay) : null;
  show($("best-before"), best ? t("Without these cards: {usd} USD, {days} days, {way}.", { usd: w.number(best.cost_usd), days: w.days(best.time_h), way: through(best) }) : "");
}

/* Cells say their column's name where a phone has no head of a table. */
const COLUMNS = [
  ["cost_usd", () => t("USD"), (way) => w.number(way.cost_usd), ""],
  ["time_h", () => t("days"), (way) => w.days(way.time_h), ""],
  ["time_p50_h", () => t("half \u2013 9 in 10 within"), (way) => `${w.days(way.time_p50_h)} \u2013 ${w.days(way.time_p90_h)}`, ""],
  ["distance_km", () => t("km"), (way) => w.number(way.distance_km), "wide-only"],
  ["transit_count", () => t("borders and changes"), (way) => w.number(way.transit_count), "wide-only"],
];

function cells(way, usdPerDay) {
  const best = way.best || [];
  const found = COLUMNS.map(([key, name, text, kind]) => {
    const star = best.includes(key);
    return el("td", { class: `n ${kind}${star ? " star" : ""}`, "data-label": name() }, star ? el("span", { "aria-hidden": "true" }, "\u2605 ") : "", text(way), star ? el("span", { class: "unseen" }, " " + t("(no way is better)")) : "");
  });
  found.push(el("td", { class: "n with-time", "data-label": t("USD with time") }, w.number(weighed(way, usdPerDay))));
  return found;
}

/* What the same way of a corridor was without the cards, where it was another. */
function beforeOf(row, was) {
  if (!was || !was.length) return "";
  const one = was.find((old) => old.corridor === row.corridor && old.best_by.includes(row.best_by[0]) && old.served);
  if (!one) return el("small", { class: "was" }, t("without these cards there is no such way"));
  const now = [w.number(row.cost_usd), w.days(row.time_h)], then = [w.number(one.cost_usd), w.days(one.time_h)];
  return now.join() === then.join() ? "" : el("small", { class: "was" }, t("without these cards: {usd} USD, {days} days", { usd: then[0], days: then[1] }));
}

export const keyOf = (row) => `${row.corridor === "any way" ? "" : row.corridor}|${row.best_by[0]}`;

/* The table: first the best at the value of a day, then each way that was compared. */
export function showComparison(compared, corridors, front, usdPerDay, chosen, choose, was) {
  const names = new Map(corridors.map((one) => [one.corridor_id, one]));
  const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("way")), COLUMNS.map(([, text, , kind]) => el("th", { scope: "col", class: `n ${kind}` }, text())), el("th", { scope: "col", class: "n" }, t("USD with time"))));
  const body = el("tbody", {});
  const radio = (value, words) => {
    const input = el("input", { type: "radio", name: "way", value });
    input.checked = value === chosen;
    input.addEventListener("change", () => choose(value));
    return el("th", { scope: "row" }, el("label", { class: "way" }, input, words));
  };
  const best = bestOf(front, usdPerDay);
  if (best) {
    body.append(el("tr", { class: "weighed", id: "weighed" }, radio("", el("span", {}, el("b", {}, t("Best at this value of a day")), el("small", { id: "weighed-by" }, through(best)))), cells(best, usdPerDay)));
  }
  for (const row of compared.rows.filter((one) => one.served)) {
    const known = names.get(row.corridor);
    const title = known ? known.name : t("Any way");
    const by = w.listed(row.best_by.map(w.bestBy));
    body.append(el("tr", { "data-key": keyOf(row) }, radio(keyOf(row), el("span", {}, el("b", { dir: "auto" }, dot(known ? known.colour : "#2B2B2B"), " ", title), el("small", {}, [by, through(row)].join(" \u00b7 ")), row.note ? el("small", { class: "far" }, row.note) : "", beforeOf(row, was))), cells(row, usdPerDay)));
  }
  fill($("comparison"), el("caption", { class: "unseen" }, t("Ways compared")), head, body);
  mark(chosen);
  fill($("verdicts"), compared.verdicts.map((text) => el("li", {}, text)));
  const refused = compared.rows.filter((one) => !one.served);
  $("refused").hidden = !refused.length;
  $("refused-count").textContent = refused.length ? w.number(refused.length) : "";
  fill($("refused-list"), refused.map((row) => el("li", {}, el("b", { dir: "auto" }, (names.get(row.corridor) || { name: t("Any way") }).name), ": ", row.reason)));
}

/* The first row: the best at the value of a day. */
export function showWeighed(best, usdPerDay) {
  const row = $("weighed");
  if (!row || !best) return;
  row.replaceChildren(row.firstChild, ...cells(best, usdPerDay));
  $("weighed-by").textContent = through(best);
}

/* What a move of the slider changes, at once. */
export function reweigh(compared, front, usdPerDay) {
  const best = bestOf(front, usdPerDay);
  showWeighed(best, usdPerDay);
  for (const one of compared.rows) {
    if (!one.served) continue;
    const found = document.querySelector(`tr[data-key="${CSS.escape(keyOf(one))}"] .with-time`);
    if (found) found.textContent = w.number(weighed(one, usdPerDay));
  }
  return best;
}

export function mark(chosen) {
  document.querySelectorAll("#comparison tbody tr").forEach((row) => {
    const input = row.querySelector("input");
    input.checked = input.value === chosen;
    row.classList.toggle("chosen", input.checked);
  });
}

export function showLedger(trip) {
  const head = el("thead", {}, el("tr", {}, [[t("stretch or stop"), ""], [t("kind"), ""], [t("country"), "wide-only"], [t("km"), "n wide-only"], [t("USD"), "n"], [t("days"), "n"], [t("basis"), "wide-only"], [t("sources"), "n"]].map(([text, kind]) => el("th", { scope: "col", class: kind }, text))));
  const ids = [...new Set(trip.stretches.flatMap((one) => one.source_ids))];
  const rows = trip.stretches.map((one) => el("tr", { class: one.kind === "line-haul" ? "" : "stop" },
    el("th", { scope: "row", dir: "auto" }, one.name),
    el("td", {}, one.kind === "line-haul" || one.kind === "access" ? w.modeName(one.kind === "access" ? "access" : one.mode) : w.kindOfLeg(one.kind)),
    el("td", { class: "wide-only" }, one.country.split(">").map((code) => w.country(code)).join(" \u2192 ")),
    el("td", { class: "n wide-only" }, one.km ? w.number(one.km) : ""),
    el("td", { class: "n", "data-label": t("USD") }, w.number(one.usd)),
    el("td", { class: "n", "data-label": t("days") }, w.days(one.h)),
    el("td", { class: "wide-only" }, w.listed(one.basis.map(w.basisName))),
    el("td", { class: "n", "data-label": t("sources") }, one.source_ids.map((id, k) => [k ? ", " : "", el("a", { href: `#source-${ids.indexOf(id) + 1}`, class: "to-source" }, String(ids.indexOf(id) + 1))]))));
  const total = el("tr", {}, el("th", { scope: "row" }, t("In all")), el("td", {}), el("td", { class: "wide-only" }), el("td", { class: "n wide-only" }, w.number(trip.distance_km)), el("td", { class: "n", "data-label": t("USD") }, w.number(trip.cost_usd)), el("td", { class: "n", "data-label": t("days") }, w.days(trip.time_h)), el("td", { class: "wide-only" }), el("td", {}));
  fill($("ledger"), el("caption", { class: "unseen" }, t("Every stretch and stop")), head, el("tbody", {}, rows), el("tfoot", {}, total));
  const when = trip.departure && trip.arrival ? t("Leaves {departure}, arrives {arrival} (UTC) as planned.", { departure: w.moment(trip.departure), arrival: w.moment(trip.arrival) }) : "";
  $("ledger-what").textContent = [when, t("Days are expected ones (means), which add up; half and nine in ten are of the whole way.")].filter(Boolean).join(" ");
  fill($("notes"), trip.notes.length ? trip.notes.map((text) => el("li", {}, text)) : [el("li", {}, t("Nothing special."))]);
  $("prices").textContent = trip.prices;
  return ids;
}

export function showSources(ids, sources) {
  const known = new Map(sources.map((one) => [one.source_id, one]));
  $("source-count").textContent = w.number(ids.length);
  fill($("sources"), ids.map((id, k) => {
    const one = known.get(id);
    const text = one ? [one.title, one.publisher, one.year].filter(Boolean).join(", ") : id;
    return el("li", { id: `source-${k + 1}` }, link(one && one.url, text));
  }));
}
