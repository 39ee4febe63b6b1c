window.suite = {
  lines: [],
  log(line) {
    suite.lines.push(line + (document.currentScript ? ' in ' + document.currentScript.id : ''));
  },
  last: () => suite.lines.at(-1),
};
