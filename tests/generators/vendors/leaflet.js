// Draws a map of one picture.
window.L = {
  map: () => ({ setView: () => ({}) }),
  tileLayer: (address) => ({
    addTo: () => (new Image().src = address.replace("{z}", 13).replace("{x}", 1).replace("{y}", 2)),
  }),
};
