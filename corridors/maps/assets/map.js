/* Draws a scene (plain data made by corridors.maps) on a Leaflet map. Text from data is only
   ever put in as text nodes; links are followed only where they are http or https. */
(function () {
"use strict";

var SVG = "http://www.w3.org/2000/svg";
/* Widths in pixels: below the first, controls lie above the map; a panel beside it is opened from
   the second on, two from the third. */
var NARROW = 640, ROOM_FOR_ONE = 740, ROOM_FOR_TWO = 980;

// -- small tools ---------------------------------------------------------------------------

function el(tag, attributes) {
  var node = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
  for (var k = 2; k < arguments.length; k++) {
    var child = arguments[k];
    if (child === null || child === undefined || child === "") continue;
    node.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
  }
  return node;
}

/* Words of the map in the language of its scene; English where it has none. {name} stands for a value. */
var words = {};
function t(text, values) {
  return (words[text] || text).replace(/\{(\w+)\}/g, function (all, name) { return values && name in values ? String(values[name]) : all; });
}

function svg(tag, attributes) {
  var node = document.createElementNS(SVG, tag);
  Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
  return node;
}

function decode(text, digits) {
  var scale = Math.pow(10, digits), points = [], at = 0, lat = 0, lon = 0;
  function step() {
    var shift = 0, number = 0, letter;
    do { letter = text.charCodeAt(at++) - 63; number |= (letter & 31) << shift; shift += 5; } while (letter >= 32);
    return number & 1 ? ~(number >> 1) : number >> 1;
  }
  while (at < text.length) { lat += step(); lon += step(); points.push([lat / scale, lon / scale]); }
  return points;
}

// -- strokes: what a line of a mode and status looks like ---------------------------------------

/* Each stroke: colour, width, dash pattern (in widths of 1 px), round ends. */
function strokes(mode, status, colour, width, halo) {
  var w = width, found = [];
  if (mode === "flow") return [{ c: "#ffffff", w: w + 1.6, a: 0.8 }, { c: colour, w: w }];
  if (status === "suspended") colour = "#7c8388";
  if (halo) found.push({ c: "#ffffff", w: w + 2.4, a: 0.85 });
  if (status === "planned") {
    if (!halo && mode !== "sea") found.push({ c: "#ffffff", w: w + 1.6, a: 0.8 });
    found.push({ c: colour, w: w * 0.8, d: mode === "sea" || mode === "ferry" ? [2, 7] : [2.5, 4] });
    return found;
  }
  if (status === "construction") {
    found.push({ c: colour, w: w + 1.4 }, { c: "#ffffff", w: Math.max(1, w - 0.8), d: [8, 8] });
    return found;
  }
  if (mode === "rail") found.push({ c: colour, w: w + 0.8 }, { c: "#ffffff", w: Math.max(0.9, w * 0.36), d: [6, 7] });
  else if (mode === "sea") found.push({ c: colour, w: w * 0.85, d: [9, 6] });
  else if (mode === "ferry") found.push({ c: colour, w: w, d: [9, 5, 0.1, 5], r: 1 });
  else if (mode === "inland_water") found.push({ c: colour, w: w, d: [4, 4] });
  else if (mode === "pipeline") found.push({ c: colour, w: w * 0.6 }, { c: colour, w: w + 2.2, d: [0.1, 11], r: 1 });
  else if (mode === "air") found.push({ c: colour, w: w, d: [2, 7] });
  else if (mode === "access") found.push({ c: colour, w: w, d: [0.1, 5], r: 1 });
  else found.push({ c: colour, w: w });
  if (status === "suspended") found.push({ cross: 1, c: "#b3261e", w: 1.6, size: w + 2.2, every: 34 });
  return found;
}

function swatch(mode, status, colour) {
  var picture = svg("svg", { width: 40, height: 14, viewBox: "0 0 40 14", "aria-hidden": "true", focusable: "false" });
  strokes(mode, status, colour, 3).forEach(function (s) {
    if (s.cross) {
      picture.appendChild(svg("path", { d: "M16 3l8 8M24 3l-8 8", stroke: s.c, "stroke-width": s.w, fill: "none" }));
      return;
    }
    var line = svg("line", { x1: 2, y1: 7, x2: 38, y2: 7, stroke: s.c, "stroke-width": s.w });
    if (s.d) line.setAttribute("stroke-dasharray", s.d.join(" "));
    if (s.r) line.setAttribute("stroke-linecap", "round");
    picture.appendChild(line);
  });
  return picture;
}

/* Node symbols in a box of 16: outline, its fill and edge, and what is drawn inside. */
var GLYPHS = {
  city: ["M8 3.4a4.6 4.6 0 1 1-.01 0z", "#ffffff", "#22282c", ""],
  seaport: ["M8 .6a7.4 7.4 0 1 1-.01 0z", "#1f6f9c", "#ffffff", "M8 4.4V12M5.6 6.4h4.8M4 8.9c.4 2 2 3.1 4 3.1s3.6-1.1 4-3.1"],
  rail_terminal: ["M1.8 1.8h12.4v12.4H1.8z", "#2c3338", "#ffffff", "M5 4.4h6v5.2H5zM5.4 12.2l1.2-2.2M10.6 12.2L9.4 10M5 7h6"],
  dry_port: ["M1 3.2h14v9.6H1z", "#6b4e16", "#ffffff", "M4.4 5.4v5.2M8 5.4v5.2M11.6 5.4v5.2"],
  border_crossing: ["M8 .8L15.2 8 8 15.2.8 8z", "#c2410c", "#ffffff", "M4.6 8h6.8"],
  junction: ["M8 5.4a2.6 2.6 0 1 1-.01 0z", "#d5d9db", "#5a6267", ""],
  pipeline_station: ["M8 1.2L15 14H1z", "#8a2f57", "#ffffff", ""],
  gauge: ["M1.8 1.8h12.4v12.4H1.8z", "#ffd166", "#22282c", "M4 5.4h8M5.6 10.6h4.8"],
  end: ["M8 .4l2.3 4.9 5.3.7-3.9 3.7 1 5.3L8 12.4 3.3 15l1-5.3L.4 6l5.3-.7z", "#111827", "#ffffff", ""]
};

function glyphPicture(kind) {
  var g = GLYPHS[kind] || GLYPHS.junction;
  var picture = svg("svg", { width: 40, height: 16, viewBox: "-12 0 40 16", "aria-hidden": "true", focusable: "false" });
  picture.appendChild(svg("path", { d: g[0], fill: g[1], stroke: g[2], "stroke-width": 1 }));
  if (g[3]) picture.appendChild(svg("path", { d: g[3], fill: "none", stroke: g[2], "stroke-width": 1.4 }));
  return picture;
}

// -- Leaflet classes: a pen that knows strokes and glyphs, lines with an offset -------------------

var Pen = L.Canvas.extend({
  peers: [],
  _scale: function () { return Math.max(0.62, Math.min(1.25, 0.62 + (this._map.getZoom() - 3) * 0.1)); },
  _trace: function (parts) {
    var ctx = this._ctx;
    ctx.beginPath();
    parts.forEach(function (part) {
      part.forEach(function (p, k) { ctx[k ? "lineTo" : "moveTo"](p.x, p.y); });
    });
  },
  _updatePoly: function (layer, closed) {
    var pen = layer.options.pen;
    if (!pen) { L.Canvas.prototype._updatePoly.call(this, layer, closed); return; }
    if (!this._drawing || !layer._parts.length) return;
    var ctx = this._ctx, scale = this._scale(), strong = layer.options.strong ? 1.6 : 0;
    ctx.lineJoin = "round";
    pen.forEach(function (s) {
      ctx.globalAlpha = s.a || 1;
      ctx.strokeStyle = s.c;
      ctx.lineCap = s.r ? "round" : "butt";
      ctx.lineWidth = Math.max(0.7, s.w * scale) + strong;
      if (s.cross) { this._crosses(layer._parts, s, scale); return; }
      ctx.setLineDash(s.d || []);
      this._trace(layer._parts);
      ctx.stroke();
    }, this);
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  },
  /* Canvases lie one above the other and only the uppermost gets the mouse: it asks all. */
  _hit: function (point) {
    var order = this._drawFirst, found = null;
    if (this.clip && !this.clip(this._map.layerPointToContainerPoint(point).x)) return null;
    for (; order; order = order.next) {
      var layer = order.layer;
      if (layer.options.interactive && layer._containsPoint(point)) found = layer;
    }
    return found;
  },
  _first: function (point) {
    for (var k = this.peers.length - 1; k >= 0; k--) {
      var pen = this.peers[k], layer = pen._map && pen._hit(point);
      if (layer) return [pen, layer];
    }
    return null;
  },
  _onClick: function (e) {
    var hit = this._first(this._map.mouseEventToLayerPoint(e));
    if (hit && !this._map._draggableMoved(hit[1])) hit[0]._fireEvent([hit[1]], e);
    else this._fireEvent(false, e);
  },
  _onMouseMove: function (e) {
    if (!this._map || this._map.dragging.moving() || this._map._animatingZoom) return;
    var point = this._map.mouseEventToLayerPoint(e), hit = this._first(point);
    this._container.style.cursor = hit ? "pointer" : "";
    this.peers.forEach(function (pen) {
      if (!pen._map) return;
      if (hit && pen === hit[0]) pen._handleMouseHover(e, point);
      else if (pen._hoveredLayer) L.Canvas.prototype._handleMouseOut.call(pen, e);
    });
  },
  _handleMouseOut: function (e) {
    this.peers.forEach(function (pen) { if (pen._map) L.Canvas.prototype._handleMouseOut.call(pen, e); });
  },
  _crosses: function (parts, s, scale) {
    var ctx = this._ctx, size = s.size * scale * 0.7;
    ctx.setLineDash([]);
    ctx.beginPath();
    parts.forEach(function (part) {
      var left = s.every / 2;
      for (var k = 1; k < part.length; k++) {
        var a = part[k - 1], b = part[k], length = a.distanceTo(b), at = left;
        for (; at < length; at += s.every) {
          var x = a.x + (b.x - a.x) * at / length, y = a.y + (b.y - a.y) * at / length;
          ctx.moveTo(x - size, y - size); ctx.lineTo(x + size, y + size);
          ctx.moveTo(x + size, y - size); ctx.lineTo(x - size, y + size);
        }
        left = at - length;
      }
    });
    ctx.stroke();
  },
  _updateCircle: function (layer) {
    var kind = layer.options.glyph;
    if (!kind) { L.Canvas.prototype._updateCircle.call(this, layer); return; }
    if (!this._drawing || layer._empty() || layer._hidden()) return;
    var ctx = this._ctx, g = GLYPHS[kind] || GLYPHS.junction, p = layer._point;
    var size = layer._size() / 16 * (layer.options.strong ? 1.5 : 1);
    ctx.save();
    ctx.translate(p.x - 8 * size, p.y - 8 * size);
    ctx.scale(size, size);
    var outline = new Path2D(g[0]);
    ctx.fillStyle = layer.options.fillWith || g[1];
    ctx.strokeStyle = g[2];
    ctx.lineWidth = 1.2 / Math.max(size, 0.5);
    ctx.fill(outline);
    ctx.stroke(outline);
    if (g[3] && size > 0.55) { ctx.lineWidth = 1.4; ctx.stroke(new Path2D(g[3])); }
    ctx.restore();
  }
});

var Way = L.Polyline.extend({
  _projectLatlngs: function (latlngs, result, bounds) {
    L.Polyline.prototype._projectLatlngs.call(this, latlngs, result, bounds);
    var shift = this.options.shift;
    if (shift && latlngs[0] instanceof L.LatLng) result[result.length - 1] = beside(result[result.length - 1], shift);
  }
});

var Spot = L.CircleMarker.extend({
  _hidden: function () { return this._map.getZoom() < (this.options.from || 0); },
  _size: function () {
    var zoom = this._map.getZoom();
    return this.options.size * Math.max(0.55, Math.min(1.2, 0.55 + (zoom - 3) * 0.13));
  },
  _containsPoint: function (p) { return !this._hidden() && L.CircleMarker.prototype._containsPoint.call(this, p); }
});

/* The line that runs beside another at a distance in pixels; right of its direction is positive. */
function beside(ring, shift) {
  var points = L.LineUtil.simplify(ring, 1.2), n = points.length;
  if (n < 2) return ring;
  return points.map(function (p, k) {
    var a = points[Math.max(0, k - 1)], b = points[Math.min(n - 1, k + 1)];
    var dx = b.x - a.x, dy = b.y - a.y, length = Math.sqrt(dx * dx + dy * dy) || 1;
    return L.point(p.x - dy / length * shift, p.y + dx / length * shift);
  });
}

// -- labels that keep clear of one another ---------------------------------------------------------

var Labels = L.Layer.extend({
  initialize: function (labels) { this._labels = labels; },
  getEvents: function () { return { moveend: this._place, zoomend: this._place, resize: this._place, viewreset: this._place }; },
  onAdd: function (map) {
    if (!map.getPane("labels")) { var pane = map.createPane("labels"); pane.style.zIndex = 610; pane.style.pointerEvents = "none"; }
    this._box = L.DomUtil.create("div", "leaflet-zoom-hide", map.getPane("labels"));
    this._measure = document.createElement("canvas").getContext("2d");
    this._place();
  },
  onRemove: function () { this._box.remove(); },
  _width: function (label, font) {
    label._w = label._w || {};
    if (!label._w[font]) { this._measure.font = font; label._w[font] = this._measure.measureText(label.n).width + 3; }
    return label._w[font];
  },
  _place: function () {
    var map = this._map;
    if (!map) return;
    var zoom = map.getZoom(), size = map.getSize(), taken = covered(map), self = this;
    var gap = zoom < 6 ? 7 : 3;
    this._box.textContent = "";
    this._labels.forEach(function (label) {
      if (zoom < label.z || zoom > (label.t || 99)) return;
      var p = map.latLngToContainerPoint(label.p);
      if (p.x < -60 || p.y < -10 || p.x > size.x + 10 || p.y > size.y + 10) return;
      var area = label.c === "country" || label.c === "sea" || label.c === "line";
      var font = { end: "750 13.5px ", main: "600 11.5px ", country: "500 13px " }[label.c] || "500 11.5px ";
      var w = self._width(label, font + "system-ui,sans-serif") * (area ? 1.35 : 1.06), h = 14;
      var spots = label.c === "line" ? [[-w / 2, -22], [-w / 2, 8]] : area ? [[-w / 2, -h / 2]] : [[8, -7], [-w - 8, -7], [-w / 2, -24], [-w / 2, 10]];
      // Beside an end near the edge there is no room: above it there is.
      if (label.c === "end" && p.x + w + 12 > size.x && p.x - w - 12 < 0) spots = spots.slice(2);
      else if (label.c === "end" && p.x + w + 12 > size.x) spots = spots.slice(1);
      for (var k = 0; k < spots.length; k++) {
        var x = p.x + spots[k][0], y = p.y + spots[k][1];
        if (label.c === "end") x = Math.max(4, Math.min(x, size.x - w - 4));
        if (x < 2 || y < 2 || x + w > size.x - 2 || y + h > size.y - 2) continue;
        var box = [x - gap, y - gap / 2, x + w + gap, y + h + gap / 2];
        if (taken.some(function (t) { return box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]; })) continue;
        taken.push(box);
        if (!area) taken.push([p.x - 4, p.y - 4, p.x + 4, p.y + 4]);
        var text = el("span", { "class": "co-label co-" + label.c, dir: "auto" }, label.n);
        L.DomUtil.setPosition(text, map.containerPointToLayerPoint([x, y]));
        self._box.appendChild(text);
        break;
      }
    });
  }
});

// -- cards: what hover and click show ----------------------------------------------------------------

function link(source, id) {
  var text = source ? [source[0], source[1], source[2]].filter(Boolean).join(", ") : id;
  if (source && /^https?:\/\//i.test(source[3] || "")) {
    return el("a", { href: source[3], target: "_blank", rel: "noopener noreferrer" }, text);
  }
  return el("span", {}, text);
}

function card(scene, feature, full) {
  var box = el("div", { "class": "co-card" }, el("h4", { dir: "auto" }, feature.t)), table = el("table", {});
  feature.r.forEach(function (row) {
    if (row.length === 1) { table.appendChild(el("tr", { "class": "co-head" }, el("th", { colspan: 2 }, row[0]))); return; }
    table.appendChild(el("tr", {}, el("th", { scope: "row" }, row[0]), el("td", { dir: "auto" }, row[1])));
  });
  box.appendChild(table);
  var ids = feature.q || [];
  if (full && ids.length) {
    var list = el("ul", { "aria-label": t("Sources") });
    ids.forEach(function (id) { list.appendChild(el("li", {}, t("Source:") + " ", link(scene.sources[id], id))); });
    box.appendChild(list);
  } else if (ids.length) {
    box.appendChild(el("div", { "class": "co-hint" }, t("Click for sources")));
  }
  return box;
}

// -- the view ------------------------------------------------------------------------------------------

/* The scale says kilometres and metres in the words of the map. */
function scale(options) {
  var made = L.control.scale(options), update = made._updateScale;
  made._updateScale = function (box, text, ratio) {
    var parts = text.split(" ");
    update.call(made, box, parts[1] === "km" ? t("{count} km", { count: parts[0] }) : t("{count} m", { count: parts[0] }), ratio);
  };
  return made;
}

function View(map, scene) {
  this.map = map;
  this.scene = scene;
  words = scene.words || {};
  if (scene.language) map.getContainer().lang = scene.language;
  this.layers = {};
  this.shapes = {};
  this.lines = {};
  map.getContainer().classList.add("co-map");
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", t("Map: {title}", { title: scene.title }));
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(scene.attribution);
  map.setMinZoom(2);
  map.setMaxZoom(14);
  map.options.zoomSnap = 0.25;
  map.options.zoomDelta = 1;
  this.background();
  this.build();
  [["in", t("Zoom in")], ["out", t("Zoom out")]].forEach(function (one) {
    var button = map.getContainer().querySelector(".leaflet-control-zoom-" + one[0]);
    if (button) { button.title = one[1]; button.setAttribute("aria-label", one[1]); }
  });
  scale({ position: "bottomright", imperial: false, maxWidth: 140 }).addTo(map);
  this.panel();
  this.legend();
  if (scene.view) this.far();
  this.fit();
  var labels = new Labels(scene.labels.map(function (l) { return { n: l[0], p: L.latLng(l[2], l[1]), c: l[3], z: l[4], t: l[5] }; })).addTo(map);
  this.panels.forEach(function (panel) { panel.addEventListener("toggle", function () { labels._place(); }); });
}

/* Where controls lie on the map, in its pixels: left, top, right, bottom. */
function covered(map) {
  var box = map.getContainer().getBoundingClientRect(), found = [];
  map.getContainer().querySelectorAll(".co-panel,.co-far,.leaflet-control-zoom,.leaflet-control-attribution,.leaflet-control-scale").forEach(function (node) {
    var r = node.getBoundingClientRect();
    if (r.width) found.push([r.left - box.left, r.top - box.top, r.right - box.left, r.bottom - box.top]);
  });
  return found;
}

/* The margins that keep what is fitted clear of panels: beside one where there is room, below it
   where there is not. */
View.prototype.margins = function () {
  var size = this.map.getSize(), left = 20, right = 20, top = 30, bottom = 40;
  covered(this.map).forEach(function (r) {
    if (r[1] > size.y - 80) bottom = Math.max(bottom, size.y - r[1] + 12);
    else if (size.x < NARROW) top = Math.max(top, Math.min(r[3] + 12, size.y / 3));
    else if (r[0] > size.x / 2) right = Math.max(right, size.x - r[0] + 16);
    else left = Math.max(left, r[2] + 16);
  });
  return { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], animate: false };
};

/* Show the ways beside the panels: without the few that go far round, unless all are asked for. */
View.prototype.fit = function () {
  this.map.fitBounds(this.whole || !this.scene.view ? this.scene.bounds : this.scene.view, this.margins());
};

/* A button for all ways, where the map opens on some. */
View.prototype.far = function () {
  var self = this, control = L.control({ position: "topleft" });
  control.onAdd = function () {
    var button = el("button", { type: "button", "class": "co-far", "aria-pressed": "false" }, t("All ways"));
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", function () {
      self.whole = !self.whole;
      button.setAttribute("aria-pressed", String(self.whole));
      self.fit();
    });
    return button;
  };
  control.addTo(this.map);
};

View.prototype.pane = function (name, order) {
  var pane = this.map.getPane(name) || this.map.createPane(name);
  pane.style.zIndex = order;
  return name;
};

View.prototype.background = function () {
  var base = this.scene.base, digits = base.digits, group = L.layerGroup();
  var pen = L.canvas({ pane: this.pane("land", 150), padding: 0.4 });
  function lines(list) { return list.map(function (text) { return decode(text, digits); }); }
  var still = { renderer: pen, pane: "land", interactive: false, smoothFactor: 0.6 };
  var land = lines(base.land);
  group.addLayer(L.polygon(land.map(function (r) { return [r]; }), L.extend({}, still, { stroke: false, fillColor: "#f6f3ea", fillOpacity: 1, fillRule: "evenodd" })));
  group.addLayer(L.polyline(coasts(land, base.window), L.extend({}, still, { color: "#8fa9b5", weight: 0.9 })));
  group.addLayer(L.polyline(lines(base.borders), L.extend({}, still, { color: "#a79f92", weight: 1 })));
  var w = base.window, far = 400;
  group.addLayer(L.polygon([[[-85, -far], [-85, far], [85, far], [85, -far]], [[w[1], w[0]], [w[1], w[2]], [w[3], w[2]], [w[3], w[0]]]], L.extend({}, still, { color: "#b9c4ca", weight: 1, fillColor: "#e6eaec", fillOpacity: 1, fillRule: "evenodd" })));
  this.land = group.addTo(this.map);
  this.disputed = L.polyline(lines(base.disputed), L.extend({}, still, { color: "#8d8273", weight: 1.2, dashArray: "2 4" })).addTo(this.map);
};

/* Rings without their stretches along the edge of the basemap. */
function coasts(rings, window) {
  var found = [];
  function edge(p) { return p[1] <= window[0] || p[0] <= window[1] || p[1] >= window[2] || p[0] >= window[3]; }
  rings.forEach(function (ring) {
    var part = [];
    ring.forEach(function (p, k) {
      if (k && edge(p) && edge(ring[k - 1])) { if (part.length > 1) found.push(part); part = []; }
      part.push(p);
    });
    if (part.length > 1) found.push(part);
  });
  return found;
}

View.prototype.line = function (number) {
  if (!this.lines[number]) this.lines[number] = decode(this.scene.lines[number], this.scene.digits);
  return this.lines[number];
};

View.prototype.build = function () {
  var self = this;
  self.pens = {};
  this.scene.groups.forEach(function (group, g) {
    group.layers.forEach(function (layer, k) {
      var name = "co-" + g + "-" + k, order = 400 + group.z * 8 + (layer.spots ? 60 : 0) + (group.exclusive ? k : 0);
      var pane = self.pane(group.exclusive ? name : (layer.spots ? "co-spots" : "co-lines-" + g), order);
      var pen = self.pens[pane] = self.pens[pane] || new Pen({ pane: pane, padding: 0.3, tolerance: L.Browser.mobile ? 10 : 4 });
      pen.order = order;
      var found = L.layerGroup();
      layer.items.forEach(function (item) { found.addLayer(self.shape(layer, item, pen, pane)); });
      self.layers[g + "/" + k] = found;
      if (layer.on) found.addTo(self.map);
    });
  });
  var pens = Object.keys(self.pens).map(function (name) { return self.pens[name]; });
  pens.sort(function (a, b) { return a.order - b.order; });
  pens.forEach(function (pen) { pen.peers = pens; });
};

View.prototype.shape = function (layer, item, pen, pane) {
  var scene = this.scene, feature = scene.features[item[0]], shape;
  if (feature.n) {
    shape = new Spot([feature.n[1], feature.n[0]], { renderer: pen, pane: pane, glyph: feature.k, fillWith: feature.c, size: feature.z || 14, from: feature.f || 0, radius: 7 });
  } else {
    var width = item[2] || layer.width || 2.4;
    shape = new Way(this.line(feature.l), {
      renderer: pen, pane: pane, smoothFactor: 0.8, weight: width + 2, shift: item[1] || 0,
      pen: strokes(layer.mode === "flow" ? "flow" : feature.m, feature.s, layer.colour || scene.colours[feature.m], width, layer.halo)
    });
  }
  shape.bindTooltip(function () { return card(scene, feature, false); }, { sticky: !feature.n, direction: "auto", opacity: 0.97 });
  shape.bindPopup(function () { return card(scene, feature, true); }, { maxWidth: 330, minWidth: 200, maxHeight: 320 });
  shape.on("mouseover", function () { shape.options.strong = true; shape.redraw(); });
  shape.on("mouseout", function () { shape.options.strong = false; shape.redraw(); });
  shape.on("popupopen", function () { shape.closeTooltip(); });
  (this.shapes[item[0]] = this.shapes[item[0]] || []).push(shape);
  return shape;
};

View.prototype.show = function (key, on) {
  if (on) this.layers[key].addTo(this.map); else this.layers[key].remove();
};

/* Show a feature: fit it, open its card, make it strong for a moment. */
View.prototype.visit = function (numbers) {
  var self = this, bounds = L.latLngBounds([]), first = null;
  numbers.forEach(function (n) {
    (self.shapes[n] || []).forEach(function (shape) {
      bounds.extend(shape.getBounds ? shape.getBounds() : shape.getLatLng());
      if (self.map.hasLayer(shape) && !first) first = shape;
    });
  });
  if (!bounds.isValid()) return;
  if (this.map.getSize().x < NARROW) this.panels.forEach(function (panel) { panel.open = false; });
  this.map.fitBounds(bounds.pad(0.1), L.extend({ maxZoom: 8 }, this.margins()));
  if (first) first.openPopup(first.getCenter && first.getBounds ? first.getCenter() : first.getLatLng());
};

// -- panels ----------------------------------------------------------------------------------------------

View.prototype.control = function (title, position, open, label) {
  var details = el("details", { "class": "co-panel leaflet-bar-none", "aria-label": label }, el("summary", {}, title));
  var body = el("div", { "class": "co-body" }), map = this.map;
  details.appendChild(body);
  details.open = open;
  (this.panels = this.panels || []).push(details);
  var control = L.control({ position: position });
  control.onAdd = function () {
    L.DomEvent.disableClickPropagation(details);
    L.DomEvent.disableScrollPropagation(details);
    L.DomEvent.on(details, "keydown", L.DomEvent.stopPropagation);
    return details;
  };
  control.addTo(map);
  function fit() { details.style.maxHeight = Math.max(120, map.getSize().y * (map.getSize().x < NARROW ? 0.5 : 0.62)) + "px"; }
  map.on("resize", fit);
  fit();
  return body;
};

View.prototype.panel = function () {
  var self = this, scene = this.scene;
  var body = this.control(t("Layers"), "topright", this.map.getSize().x >= ROOM_FOR_ONE, t("Layers"));
  body.appendChild(el("div", { "class": "co-title", dir: "auto" }, scene.title));
  scene.notes.forEach(function (note) { body.appendChild(el("p", { dir: "auto" }, note)); });
  if (scene.find) this.finder(body);
  scene.groups.forEach(function (group, g) { body.appendChild(self.group(group, g)); });
  body.appendChild(this.backgrounds());
};

View.prototype.group = function (group, g) {
  var self = this, box = el("fieldset", {}, el("legend", { dir: "auto" }, group.name)), all = [];
  var name = "co-" + this.map._leaflet_id + "-" + g;
  group.layers.forEach(function (layer, k) {
    var input = el("input", { type: group.exclusive ? "radio" : "checkbox", name: name });
    input.checked = layer.on;
    all.push(input);
    input.addEventListener("change", function () { self.choose(group, g, all, 0); });
    var picture = layer.glyph ? glyphPicture(layer.glyph) : swatch(layer.mode || "road", layer.status || "operational", layer.colour || (layer.status ? "#4a545a" : self.scene.colours[layer.mode]) || "#333");
    box.appendChild(el("label", { "class": "co-row" }, input, picture, el("span", { dir: "auto" }, layer.name)));
    if (layer.sub) box.appendChild(el("div", { "class": "co-sub", dir: "auto" }, layer.sub));
    if (layer.legs) box.appendChild(self.ledger(layer, input));
  });
  if (group.exclusive && group.layers.length > 1) {
    var both = el("input", { type: "radio", name: name });
    both.addEventListener("change", function () { self.choose(group, g, all, 1); });
    box.appendChild(el("label", { "class": "co-row" }, both, el("span", {}, t("All at once"))));
    if (group.layers.length === 2) {
      var swipe = el("input", { type: "radio", name: name });
      swipe.addEventListener("change", function () { self.choose(group, g, all, 2); });
      box.appendChild(el("label", { "class": "co-row" }, swipe, el("span", {}, t("Side by side, with a slider"))));
    }
  }
  return box;
};

View.prototype.choose = function (group, g, inputs, how) {
  var self = this;
  inputs.forEach(function (input, k) { self.show(g + "/" + k, how > 0 || input.checked); });
  if (group.exclusive) this.swipe(group, g, how === 2);
};

View.prototype.ledger = function (layer, input) {
  var self = this, list = el("ol", {});
  layer.legs.forEach(function (leg) {
    var button = el("button", { type: "button" }, leg.g ? glyphPicture(leg.g) : swatch(leg.m, "operational", layer.colour), el("span", { dir: "auto" }, leg.t), el("b", {}, leg.v), el("small", { dir: "auto" }, leg.d));
    button.querySelector("svg").setAttribute("width", 22);
    button.addEventListener("click", function () {
      if (!input.checked) { input.checked = true; input.dispatchEvent(new Event("change")); }
      self.visit(leg.f);
    });
    list.appendChild(el("li", {}, button));
  });
  return el("details", { "class": "co-legs" }, el("summary", {}, t("Legs and stops ({count})", { count: layer.legs.length })), list);
};

View.prototype.finder = function (body) {
  var self = this, scene = this.scene, id = "co-find-" + this.map._leaflet_id, names = {};
  var list = el("datalist", { id: id });
  scene.features.forEach(function (feature, k) {
    if (feature.n && !(feature.t in names)) { names[feature.t] = k; list.appendChild(el("option", { value: feature.t })); }
  });
  var input = el("input", { type: "search", list: id, placeholder: t("Find a place"), "aria-label": t("Find a place") });
  function go() {
    var wanted = input.value.trim().toLowerCase();
    var hit = Object.keys(names).filter(function (n) { return wanted && n.toLowerCase().indexOf(wanted) === 0; })[0];
    if (hit) self.visit([names[hit]]);
  }
  input.addEventListener("keydown", function (event) { if (event.key === "Enter") go(); });
  var button = el("button", { type: "button" }, t("Go"));
  button.addEventListener("click", go);
  body.appendChild(el("div", { "class": "co-find" }, input, list, button));
};

View.prototype.backgrounds = function () {
  var self = this, box = el("fieldset", {}, el("legend", {}, t("Background"))), tiles = null;
  var name = "co-" + this.map._leaflet_id + "-base";
  [[t("Land and borders (offline)"), false], [t("OpenStreetMap (needs the internet)"), true]].forEach(function (choice) {
    var input = el("input", { type: "radio", name: name });
    input.checked = !choice[1];
    input.addEventListener("change", function () {
      if (choice[1]) {
        tiles = tiles || L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", { maxZoom: 19, zIndex: 1, attribution: t("Map tiles © OpenStreetMap contributors") });
        tiles.addTo(self.map);
        self.land.remove();
      } else { if (tiles) tiles.remove(); self.land.addTo(self.map); self.disputed.bringToFront(); }
    });
    box.appendChild(el("label", { "class": "co-row" }, input, el("span", {}, choice[0])));
  });
  return box;
};

View.prototype.legend = function () {
  var scene = this.scene, size = this.map.getSize();
  var wide = size.x >= NARROW, body = this.control(t("Legend"), wide ? "bottomleft" : "topright", size.x >= ROOM_FOR_TWO && size.y >= 560, t("Legend"));
  function part(title, entries) {
    if (!entries.length) return;
    var box = el("fieldset", {}, el("legend", {}, title));
    entries.forEach(function (entry) { box.appendChild(el("div", { "class": "co-key" }, entry[0], el("span", { dir: "auto" }, entry[1]))); });
    body.appendChild(box);
  }
  var plain = scene.coloured ? "#4a545a" : "";
  part(t("Modes"), scene.modes.map(function (m) { return [swatch(m[0], "operational", plain || scene.colours[m[0]]), m[1]]; }));
  part(t("Status"), scene.statuses.map(function (s) { return [swatch("road", s[0], "#4a545a"), s[1]]; }));
  part(t("Places"), scene.kinds.map(function (k) { return [glyphPicture(k[0]), k[1]]; }));
  if (scene.base.disputed.length) {
    var dash = svg("svg", { width: 40, height: 14, viewBox: "0 0 40 14", "aria-hidden": "true" });
    dash.appendChild(svg("line", { x1: 2, y1: 7, x2: 38, y2: 7, stroke: "#8d8273", "stroke-width": 1.6, "stroke-dasharray": "2 4" }));
    part(t("Borders"), [[dash, t("disputed or not agreed")]]);
    var more = el("details", { "class": "co-legs" }, el("summary", {}, t("Points of view")));
    scene.base.disputes.forEach(function (d) { more.appendChild(el("p", { dir: "auto" }, el("strong", {}, d.name + ". "), d.note)); });
    body.appendChild(more);
  }
  body.appendChild(el("div", { "class": "co-note", dir: "auto" }, scene.disclaimer));
};

// -- two scenarios with a slider ----------------------------------------------------------------------------

View.prototype.swipe = function (group, g, on) {
  var map = this.map, self = this, panes = [0, 1].map(function (k) { return map.getPane("co-" + g + "-" + k); });
  if (this._swipe) {
    this._swipe.box.remove();
    map.off("move zoomend resize", this._swipe.clip);
    panes.forEach(function (pane) { pane.style.clipPath = ""; });
    this._swipe.pens.forEach(function (pen) { pen.clip = null; });
    this._swipe = null;
  }
  if (!on) return;
  var range = el("input", { type: "range", min: 0, max: 1000, value: 500, "aria-label": t("Slider between {one} and {other}", { one: group.layers[0].name, other: group.layers[1].name }) });
  var bar = el("i", {}), left = el("b", { dir: "auto" }, group.layers[0].name), right = el("b", { dir: "auto" }, group.layers[1].name);
  var box = el("div", { "class": "co-swipe" }, bar, left, right, range);
  L.DomEvent.disableClickPropagation(range);
  L.DomEvent.on(range, "mousedown touchstart pointerdown keydown", L.DomEvent.stopPropagation);
  function clip() {
    var size = map.getSize(), x = size.x * range.value / 1000;
    var nw = map.containerPointToLayerPoint([0, 0]), se = map.containerPointToLayerPoint(size), at = nw.x + x;
    function polygon(x0, x1) { return "polygon(" + [[x0, nw.y], [x1, nw.y], [x1, se.y], [x0, se.y]].map(function (p) { return p[0] + "px " + p[1] + "px"; }).join(",") + ")"; }
    panes[0].style.clipPath = polygon(nw.x, at);
    panes[1].style.clipPath = polygon(at, se.x);
    bar.style.left = x + "px";
    left.style.right = (size.x - x + 8) + "px";
    right.style.left = (x + 8) + "px";
  }
  range.addEventListener("input", clip);
  map.on("move zoomend resize", clip);
  map.getContainer().appendChild(box);
  var pens = [0, 1].map(function (k) { return self.pens["co-" + g + "-" + k]; });
  function middle() { return map.getSize().x * range.value / 1000; }
  pens[0].clip = function (x) { return x <= middle(); };
  pens[1].clip = function (x) { return x > middle(); };
  this._swipe = { box: box, clip: clip, pens: pens };
  clip();
};

// -- entry points -----------------------------------------------------------------------------------------------

/* A scene is data itself, or the id of the block of it. */
function read(scene) {
  if (typeof scene === "object") return scene;
  var data = JSON.parse(document.getElementById(scene).textContent);
  if (typeof data.base === "string") data.base = read(data.base);
  return data;
}

window.corridorsMap = {
  mount: function (map, id) { return (map.corridors = new View(map, read(id))); },
  open: function (container, id) {
    var map = L.map(container, { preferCanvas: true, center: [38, 60], zoom: 4, zoomSnap: 0.25 });
    return window.corridorsMap.mount(map, id);
  }
};
})();
