(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 760px)");
  const options = {
    mode: "vega-lite",
    actions: false,
    renderer: "svg",
    ast: true, // expressions are walked, never compiled: the page's policy forbids that
    tooltip: { theme: "custom" },
    config: { font: getComputedStyle(document.body).fontFamily },
  };

  // A picture that can't be drawn leaves its still version in place.
  async function draw(figure) {
    const specs = JSON.parse(figure.querySelector("script").textContent);
    const form = narrow.matches && specs.narrow ? "narrow" : "wide";
    const spec = specs[form];
    delete spec.$schema; // the page's own version draws it, whichever it was written for
    const turn = (figure.turn = (figure.turn || 0) + 1);
    try {
      const target = figure.querySelector(".live");
      if (figure.picture) figure.picture.finalize();
      const picture = await vegaEmbed(target, spec, options);
      if (turn !== figure.turn) return;
      figure.picture = picture;
      figure.dataset.form = form;
      figure.classList.add("drawn");
    } catch (error) {
      figure.classList.remove("drawn");
      console.error(error);
    }
  }

  async function drawAll() {
    await document.fonts.ready;
    for (const figure of document.querySelectorAll("figure.chart")) await draw(figure);
    document.documentElement.dataset.drawn = "yes";
  }

  // What is folded on the screen but belongs on paper is opened for the printer.
  const folded = [];
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details.printed:not([open])")) {
      details.open = true;
      folded.push(details);
    }
  });
  window.addEventListener("afterprint", () => {
    while (folded.length) folded.pop().open = false;
  });

  narrow.addEventListener("change", drawAll);
  drawAll();
})();
