/* Elements: text is only ever put in as text nodes, and links lead to http or https alone. */

export const $ = (id) => document.getElementById(id);

/* A table keeps its roles however a phone lays it out. */
const ROLES = { thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell", th: "columnheader" };

export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  const role = ROLES[tag];
  if (role) node.setAttribute("role", attributes && attributes.scope === "row" ? "rowheader" : role);
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === "") continue;
    node.append(typeof child === "object" ? child : document.createTextNode(String(child)));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

export function show(node, text) {
  node.textContent = text;
  node.hidden = !text;
}

export function link(address, ...text) {
  if (!/^https?:\/\//i.test(address || "")) return el("span", {}, ...text);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...text);
}

/* A line of colour: what tells a way on map and in table. Colours are the library's own. */
export function dot(colour) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ width: 14, height: 10, "aria-hidden": "true", focusable: "false" })) picture.setAttribute(name, value);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: 0, y: 2, width: 14, height: 6, rx: 3, fill: /^#[0-9a-f]{6}$/i.test(colour || "") ? colour : "#7c8388" })) line.setAttribute(name, value);
  picture.append(line);
  return picture;
}
