// Draws the plots of a page, one after the other, from the JSON beside each.
(async function () {
  "use strict";
  for (const place of document.querySelectorAll(".plot")) {
    const figure = JSON.parse(place.querySelector("script").textContent);
    const layout = { ...figure.layout, autosize: true };
    delete layout.width; // as wide as the page, on a phone too
    await Plotly.newPlot(place, figure.data, layout, {
      responsive: true,
      displaylogo: false,
      ...figure.config,
    });
  }
  document.documentElement.dataset.plots = "drawn";
})();
