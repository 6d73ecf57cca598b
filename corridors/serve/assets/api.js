/* Questions to the server; an error is what the library says. */

import { t } from "./words.js";

export class Refused extends Error {
  constructor(error, status) {
    super(error.message);
    this.about = error;
    this.status = status;
  }
}

export function address(verb, words) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== "" && one !== null && one !== undefined && one !== false) query.append(name, String(one));
    }
  }
  const text = query.toString();
  return "/" + verb + (text ? "?" + text : "");
}

const kept = new Map();

/* Ask, or answer from what was asked before; of 'signal' a question is dropped. */
export async function ask(verb, words, signal) {
  const where = address(verb, words || {});
  if (kept.has(where)) return kept.get(where);
  let reply;
  try {
    reply = await fetch(where, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused({ message: t("The server does not answer: is it still running?"), type: "Away" }, 0);
  }
  let body = null;
  try { body = await reply.json(); } catch (error) { if (error.name === "AbortError") throw error; }
  if (!reply.ok || body === null) {
    throw new Refused((body && body.error) || { message: t("The server gave no answer ({status})", { status: reply.status }), type: "Fault" }, reply.status);
  }
  kept.set(where, body);
  if (kept.size > 200) kept.delete(kept.keys().next().value);
  return body;
}
