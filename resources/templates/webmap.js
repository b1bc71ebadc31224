(function () {
  "use strict";
  // Symbols are vector paths of a fixed size in pixels, like circle markers but of any shape.
  L.ShapeMarker = L.CircleMarker.extend({
    _updatePath: function () {
      var c = this._point, r = this._radius, d = "";
      this.options.outline.forEach(function (ring) {
        ring.forEach(function (p, i) {
          d += (i ? "L" : "M") + (c.x + p[0] * r).toFixed(1) + " " + (c.y + p[1] * r).toFixed(1);
        });
        if (!this.options.open) { d += "z"; }
      }, this);
      this._renderer._setPath(this, d);
    }
  });
  // Text goes in as text nodes: a name from a sheet is never read as markup.
  function line(tag, text, parent, cls) {
    var node = document.createElement(tag);
    node.textContent = text;
    if (cls) { node.className = cls; }
    parent.appendChild(node);
    return node;
  }
  function popup(lines) {
    var box = document.createElement("div"), list = null;
    lines.forEach(function (text, i) {
      if (i === 0) { line("h3", text, box); return; }
      if (text.indexOf("\u2022") === 0) {
        list = list || box.appendChild(document.createElement("ul"));
        line("li", text.slice(1), list);
        return;
      }
      line("p", text, box);
    });
    return box;
  }
  function addCells(group, set) {
    set.cells.forEach(function (cell) {
      var square = L.polygon(cell[0], {
        className: "cell " + set.kind, stroke: false, fill: true, fillColor: cell[2], fillOpacity: 0.9
      });
      square.bindPopup(function () { return popup(cell[3]); });
      if (set.counted && cell[1] > 1) {
        square.bindTooltip(String(cell[1]), {direction: "center", permanent: true, className: "count cell"});
      }
      group.addLayer(square);
    });
  }
  function addPoints(group, set) {
    if (set.cells) { addCells(group, set); return; }
    set.places.forEach(function (place) {
      var marker;
      var options = {
        radius: set.radius, className: "point " + set.kind, color: set.stroke, weight: set.weight,
        opacity: 1, fill: !set.open, fillColor: set.fill, fillOpacity: 1, outline: set.outline, open: set.open
      };
      if (place.length > 4) { options.radius = place[4]; }
      if (set.scaled) { options.fillOpacity = 0.55; }
      if (set.opacity !== undefined) { options.opacity = options.fillOpacity = set.opacity; }
      if (set.hollow && set.open) { options.weight = 1; options.opacity = 0.85; }
      marker = set.outline ? new L.ShapeMarker([place[0], place[1]], options)
                           : L.circleMarker([place[0], place[1]], options);
      marker.bindPopup(function () { return popup(place[3]); });
      if (place[2] > 1) {
        marker.bindTooltip(String(place[2]), set.scaled ? {direction: "right"} : {
          direction: "right", permanent: true, className: "count", offset: [1, -5]
        });
      }
      group.addLayer(marker);
    });
  }
  window.coverageMap = function (map, communes, groups, data) {
    var near = data.label_zoom;
    communes.eachLayer(function (layer) {
      var facts = layer.feature.properties;
      layer.bindPopup(function () { return popup(facts.lines); });
      layer.bindTooltip(function () {
        return line("span", facts.lines[0], document.createElement("div"));
      }, {sticky: true});
    });
    L.polyline(data.uncertain, {
      color: data.uncertain_colour, weight: 1.2, dashArray: "4 3", interactive: false, className: "uncertain"
    }).addTo(map);
    L.polyline(data.reach, {
      color: data.reach_colour, weight: 1.1, smoothFactor: 0, interactive: false, className: "reach"
    }).addTo(map);
    Object.keys(groups).forEach(function (kind) {
      (data.points[kind] || []).forEach(function (set) { addPoints(groups[kind], set); });
    });
    data.names.forEach(function (name) {
      var node = document.createElement("span");
      node.textContent = name[2];
      L.marker([name[0], name[1]], {
        icon: L.divIcon({className: "name", html: node, iconSize: [0, 0]}), interactive: false, keyboard: false
      }).addTo(map);
    });
    // No name lies on another: the first of two keeps its place until there is room for both.
    function names() {
      var kept = [], far = map.getZoom() < near;
      map.getContainer().classList.toggle("far", far);
      map.getContainer().classList.toggle("uncounted", map.getZoom() < near + 1);
      if (far) { return; }
      map.getContainer().querySelectorAll(".name span").forEach(function (node) {
        node.style.visibility = "";
        var box = node.getBoundingClientRect();
        var free = kept.every(function (other) {
          return box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom;
        });
        if (free) { kept.push(box); } else { node.style.visibility = "hidden"; }
      });
    }
    map.on("zoomend", names);
    L.control.scale({imperial: false, maxWidth: 160, position: "bottomright"}).addTo(map);
    var legend = L.control({position: "bottomleft"});
    legend.onAdd = function () {
      var card = document.getElementById("legend");
      L.DomEvent.disableClickPropagation(card);
      L.DomEvent.disableScrollPropagation(card);
      return card;
    };
    legend.addTo(map);
    // A list of names opens the figures of a commune by keyboard, and on a phone.
    var find = L.control({position: "topleft"});
    find.onAdd = function () {
      var list = L.DomUtil.create("select", "find");
      list.setAttribute("aria-label", data.find);
      line("option", data.find, list).value = "";
      var layers = [];
      communes.eachLayer(function (layer) { layers.push(layer); });
      data.order.forEach(function (at) {
        line("option", layers[at].feature.properties.lines[0], list).value = at;
      });
      list.addEventListener("change", function () {
        if (list.value === "") { return; }
        var layer = layers[Number(list.value)];
        map.fitBounds(layer.getBounds(), {maxZoom: 11, animate: false});
        layer.openPopup(layer.getBounds().getCenter());
      });
      L.DomEvent.disableClickPropagation(list);
      return list;
    };
    find.addTo(map);
    function lines() {
      document.querySelectorAll("#legend [data-layer]").forEach(function (row) {
        var group = groups[row.getAttribute("data-layer")];
        row.hidden = !group || !map.hasLayer(group);
      });
    }
    map.on("overlayadd overlayremove", lines);
    lines();
    var card = document.getElementById("legend");
    if (window.matchMedia("(max-width: 700px)").matches) {
      // On a phone legend and layers fold together, so that the map is seen first.
      card.insertBefore(document.querySelector(".leaflet-control-layers"), card.children[1]);
      card.open = false;
    }
    function home() {
      // Beside the legend where the window is wide enough, under it otherwise.
      var left = card.offsetWidth, across = map.getSize().x;
      var wide = across > 700 && across > 3 * left && !document.body.classList.contains("printing");
      map.fitBounds(data.bounds, {
        paddingTopLeft: [wide ? left + 20 : 12, 10], paddingBottomRight: [12, 10], animate: false
      });
      names();
    }
    // The whole province stays in view until somebody moves the map.
    var touched = false;
    ["mousedown", "wheel", "touchstart", "keydown"].forEach(function (kind) {
      map.getContainer().addEventListener(kind, function () { touched = true; }, {passive: true});
    });
    map.on("resize", function () { if (!touched) { home(); } });
    map.invalidateSize(false);
    home();
    // On paper the legend with its notes stands beside the map; sizes are those of the page, not of the window.
    var corner = card.parentNode, notes = card.querySelector(".notes"), open = null;
    function printing(on) {
      if (on === document.body.classList.contains("printing")) { return; }
      document.body.classList.toggle("printing", on);
      if (on) {
        open = [card.open, notes.open];
        card.open = notes.open = true;
        document.body.appendChild(card);
      } else {
        card.open = open[0];
        notes.open = open[1];
        corner.insertBefore(card, corner.firstChild);
      }
      map.invalidateSize(false);
      home();
    }
    window.addEventListener("beforeprint", function () { printing(true); });
    window.addEventListener("afterprint", function () { printing(false); });
    window.addEventListener("load", function () { map.invalidateSize(false); });
    document.documentElement.setAttribute("data-ready", "1");
  };
})();
