// MathJax reads this when it starts. Its menu and its optional parts would be fetched: off.
window.MathJax = {
  tex: {
    inlineMath: [["$", "$"], ["\\(", "\\)"]],
    displayMath: [["$$", "$$"], ["\\[", "\\]"]],
    processEscapes: true,
    processEnvironments: true,
    packages: { "[-]": ["autoload", "require"] },
  },
  options: { enableMenu: false, ignoreHtmlClass: "code|plot|html-no-math" },
  startup: {
    pageReady: () =>
      MathJax.startup.defaultPageReady().then(() => {
        document.documentElement.dataset.formulas = "typeset";
      }),
  },
};
