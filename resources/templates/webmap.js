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
  function addPoints(group, set) {
    set.places.forEach(function (place) {
      var marker;
      var options = {
        radius: set.radius, className: "point " + set.kind, color: set.stroke, weight: set.weight,
        opacity: 1, fill: !set.open, fillColor: set.fill, fillOpacity: 1, outline: set.outline, open: set.open
      };
      if (set.scaled) { options.radius = set.radius * Math.sqrt(place[2]); options.fillOpacity = 0.55; }
      if (set.hollow && set.open) { options.weight = 1; options.opacity = 0.85; }
      marker = set.outline ? new L.ShapeMarker([place[0], place[1]], options)
                           : L.circleMarker([place[0], place[1]], options);
      marker.bindPopup(function () { return popup(place[3]); });
      if (place[2] > 1) { marker.bindTooltip(String(place[2]), {direction: "right"}); }
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
    function names() { map.getContainer().classList.toggle("far", map.getZoom() < near); }
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
    function home() {
      // Beside the legend where the window is wide enough, under it otherwise.
      var card = document.getElementById("legend").offsetWidth, wide = map.getSize().x > 3 * card;
      map.fitBounds(data.bounds, {
        paddingTopLeft: [wide ? card + 20 : 12, 10], paddingBottomRight: [12, 10], animate: false
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
    window.addEventListener("beforeprint", function () { map.invalidateSize(false); home(); });
    window.addEventListener("load", function () { map.invalidateSize(false); });
    document.documentElement.setAttribute("data-ready", "1");
  };
})();
