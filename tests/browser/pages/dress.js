const dress = (when) => {
  for (const film of document.querySelectorAll("iframe:not(.box iframe), img:not(.box img)")) {
    const box = document.createElement("div");
    box.className = "box " + when;
    film.before(box);
    box.append(film);
  }
};
dress(document.currentScript.dataset.when);
addEventListener("DOMContentLoaded", () => dress("parsed"), { once: true });
