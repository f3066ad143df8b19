// Plotly draws over the server-made SVG, where pointing and zooming add something: on wide screens, not in
// 纯文本 or forced colours, not on paper. If anything fails, the SVG simply stays.
"use strict";

(() => {
  const holder = document.getElementById("chart-live");
  const source = document.getElementById("chart-figure");
  if (!holder || !source || !window.Plotly) return;

  const root = document.documentElement;
  const figure = JSON.parse(source.textContent);
  const forced = window.matchMedia("(forced-colors: active)");
  const wide = window.matchMedia("(min-width: 48em)");
  const CONFIG = {
    displayModeBar: false,
    displaylogo: false,
    locale: "zh-CN",
    responsive: true,
    showSendToCloud: false,
    plotlyServerURL: "",
    showTips: false,
    doubleClick: "reset",
  };

  const token = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const pixels = (rem) => rem * parseFloat(getComputedStyle(root).fontSize);
  const wanted = () => wide.matches && !forced.matches && !root.hasAttribute("data-plain");

  const coloured = () => {
    const copy = JSON.parse(JSON.stringify(figure));
    copy.data.forEach((trace) => {
      const line = token(trace.meta.line);
      trace.line = { ...trace.line, color: line };
      if (trace.marker) {
        trace.marker.color = token(trace.meta.fill);
        trace.marker.line.color = line;
      }
      delete trace.meta;
    });
    copy.layout.annotations.forEach((words) => {
      words.font = { ...words.font, color: token(words.name) };
      delete words.name;
    });
    const axis = { gridcolor: token("line"), linecolor: token("line-strong"), tickcolor: token("line-strong") };
    Object.assign(copy.layout.xaxis, axis);
    Object.assign(copy.layout.yaxis, axis);
    Object.assign(copy.layout, {
      paper_bgcolor: token("bg"),
      plot_bgcolor: token("bg"),
      font: { family: getComputedStyle(document.body).fontFamily, size: pixels(0.875), color: token("fg") },
      hoverlabel: { bgcolor: token("bg"), bordercolor: token("line-strong"), font: { color: token("fg") } },
    });
    return copy;
  };

  const show = (live) => {
    holder.hidden = !live;
    root.classList.toggle("chart-is-live", live);
  };

  // Where the axis begins is said above it, and is true only until somebody zooms in.
  const noteAxis = () => {
    const first = figure.layout.yaxis.range[0];
    const visible = Math.abs(holder.layout.yaxis.range[0] - first) < 1e-9;
    if ((holder.layout.annotations[0].visible !== false) !== visible) {
      window.Plotly.relayout(holder, { "annotations[0].visible": visible });
    }
  };

  let listens = false;
  const draw = async () => {
    if (!wanted()) {
      show(false);
      return;
    }
    const { data, layout } = coloured();
    show(true);
    try {
      await window.Plotly.react(holder, data, layout, CONFIG);
      if (!listens) holder.on("plotly_relayout", noteAxis);
      listens = true;
    } catch (error) {
      show(false);
    }
  };

  document.addEventListener("displaychange", draw);
  forced.addEventListener("change", draw);
  wide.addEventListener("change", draw);
  draw();
})();
