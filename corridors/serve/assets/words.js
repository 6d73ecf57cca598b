/* Words and numbers of the page in its language; figures are put together here and nowhere else. */

export const data = JSON.parse(document.getElementById("data").textContent);
const language = data.language;

/* A text of the page in its language; {name} stands for a value. */
export function t(text, values) {
  const found = data.words[text] || text;
  return values ? found.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all)) : found;
}

/* A half goes to the even number, as in the library's reports: 1620.5 km is 1,620 in both. */
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0, roundingMode: "halfEven" });
const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1, roundingMode: "halfEven" });
const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 });
const signed = new Intl.NumberFormat(language, { maximumFractionDigits: 0, signDisplay: "exceptZero" });

const told = (format) => (value) => (value === null || value === undefined || !Number.isFinite(value) ? "\u2013" : format.format(value));

export const number = told(whole);
export const decimal = told(tenth);
export const more = told(signed);
export const share = told(percent);
export const days = (hours) => decimal(hours === null || hours === undefined ? null : hours / 24);

export function moment(text) {
  if (!text) return "";
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(new Date(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : text + "Z"));
}

let lands = null;
try { lands = new Intl.DisplayNames([language], { type: "region", fallback: "none" }); } catch { lands = null; }

/* A country in the page's language; the library's own name where there is none. */
export function country(code, name) {
  if (language === "en" && name) return name;
  let found;
  try { found = lands && /^[A-Z]{2}$/.test(code) ? lands.of(code) : undefined; } catch { found = undefined; }
  return found || name || code;
}

const lists = new Intl.ListFormat(language, { style: "long", type: "conjunction" });
export const listed = (words) => lists.format(words);
export const sorted = (pairs) => [...pairs].sort((a, b) => a[1].localeCompare(b[1], language));

export function kindOfPlace(kind) {
  const words = {
    city: t("city"), seaport: t("seaport"), rail_terminal: t("rail terminal"), dry_port: t("dry port"),
    border_crossing: t("border crossing"), junction: t("junction"), pipeline_station: t("pipeline station"),
  };
  return words[kind] || kind;
}

export function modeName(mode) {
  const words = {
    road: t("road"), rail: t("rail"), sea: t("sea"), ferry: t("ferry"), inland_water: t("inland water"),
    pipeline: t("pipeline"), air: t("air"), access: t("road access"),
  };
  return words[mode] || mode;
}

export function kindOfLeg(kind) {
  const words = {
    "line-haul": t("on the move"), border: t("border"), "gauge break": t("break of gauge"),
    terminal: t("port or terminal"), waiting: t("waiting"), access: t("road access"),
  };
  return words[kind] || kind;
}

export function basisName(basis) {
  const words = { measured: t("measured"), published: t("published"), derived: t("derived"), assumed: t("assumed") };
  return words[basis] || basis;
}

export function bestBy(word) {
  const words = {
    cost: t("cheapest"), time: t("quickest"), transits: t("fewest transits"), distance: t("shortest"),
    co2e: t("least CO2e"), generalised: t("best by cost and time"),
  };
  return words[word] || word;
}

export function passageName(passage) {
  const words = {
    hormuz: t("Strait of Hormuz"), suez: t("Suez Canal"), "bab-el-mandeb": t("Bab el-Mandeb"),
    bosporus: t("Bosporus"), malacca: t("Strait of Malacca"),
  };
  return words[passage] || passage;
}
