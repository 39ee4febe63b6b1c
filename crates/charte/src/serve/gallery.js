// Lays out a theme's preview: a frame for each state, language, screen and scheme, as large as there is room for. The name
// of a frame says to the page in it what to show (frame.js).
(() => {
  const { base, folder, languages } = document.body.dataset;
  const tags = languages.split(" ");
  const STATES = [
    ["banner", "Banner", "What a visitor sees first."],
    ["preferences", "Preferences", "What “customise” opens."],
    ["charter", "Charter", "The page that the banner links, here in the theme’s own frame, after a refusal."],
    ["placeholders", "Placeholders", "What stands for an embed that waits."],
  ];
  const SCREENS = { desktop: [1280, 800], phone: [390, 800] };
  const NAMES = { desktop: "Desktop", phone: "Phone", light: "light", dark: "dark" };
  const GAP = 18;

  const h = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const address = (state, tag) => {
    const below = tag === tags[0] ? "" : tag + "/";
    return state === "charter" ? `${base}${folder}/${below}` : base + below;
  };

  // ---- What is shown -----------------------------------------------------------------------------

  const filters = { state: STATES.map(([state]) => state), language: tags, screen: Object.keys(SCREENS), scheme: ["light", "dark"] };
  const stored = JSON.parse(sessionStorage.getItem("charte-preview") ?? "{}");
  const shown = Object.fromEntries(Object.entries(filters).map(([name, all]) => [name, new Set(stored[name] ?? all)]));

  const choose = (name, value) => {
    const set = shown[name];
    if (set.has(value)) set.delete(value);
    else set.add(value);
    // The last one to be taken away brings them all back.
    if (!set.size) filters[name].forEach((one) => set.add(one));
    sessionStorage.setItem("charte-preview", JSON.stringify(Object.fromEntries(Object.entries(shown).map(([key, values]) => [key, [...values]]))));
    layOut();
  };

  for (const [name, all] of Object.entries(filters)) {
    const buttons = all.map((value) => {
      const button = h("button", { type: "button", onclick: () => choose(name, value) }, NAMES[value]?.toLowerCase() ?? value);
      Object.assign(button.dataset, { filter: name, value });
      return button;
    });
    document.querySelector(".filters").append(h("fieldset", {}, h("legend", {}, name), ...buttons));
  }

  // ---- Frames ------------------------------------------------------------------------------------

  const languageName = (tag) => new Intl.DisplayNames([tag], { type: "language" }).of(tag);

  const frame = (state, tag, screen, scheme) => {
    const [width, height] = SCREENS[screen];
    const words = `${NAMES[screen]}, ${NAMES[scheme]}`;
    const name = `charte-preview ${state} ${scheme} ${screen} ${tag}`;
    const view = h("iframe", { name, title: `${state}, ${tag}, ${words}`, width, height, loading: "lazy", src: address(state, tag) });
    view.style.colorScheme = scheme;
    const alone = h("a", { href: address(state, tag), onclick: (event) => (event.preventDefault(), open(alone.href, name)) }, "open");
    const figure = h("figure", {}, h("figcaption", {}, h("span", {}, words), alone), h("div", { className: "screen" }, view));
    figure.lastChild.style.colorScheme = scheme;
    Object.assign(figure.dataset, { screen, scheme });
    return figure;
  };

  const main = document.querySelector("main");
  for (const [state, title, says] of STATES) {
    const rows = tags.map((tag) => {
      const frames = ["desktop", "phone"].flatMap((screen) => ["light", "dark"].map((scheme) => frame(state, tag, screen, scheme)));
      const name = h("h3", { lang: tag }, languageName(tag));
      const row = h("div", {}, name, h("div", { className: "row" }, ...frames));
      row.dataset.language = tag;
      return row;
    });
    const section = h("section", {}, h("h2", {}, title), h("p", {}, says), ...rows);
    section.dataset.state = state;
    main.append(section);
  }

  // ---- Room --------------------------------------------------------------------------------------

  const layOut = () => {
    for (const [name, set] of Object.entries(shown)) {
      document.querySelectorAll(`[data-filter=${name}]`).forEach((one) => one.setAttribute("aria-pressed", String(set.has(one.dataset.value))));
    }
    for (const one of main.querySelectorAll("section, section > div, figure")) {
      one.hidden = Object.entries(shown).some(([name, set]) => name in one.dataset && !set.has(one.dataset[name]));
    }
    const room = main.clientWidth - parseFloat(getComputedStyle(main).paddingLeft) * 2;
    const columns = [...shown.screen].flatMap((screen) => [...shown.scheme].map(() => SCREENS[screen][0]));
    const beside = (room - GAP * (columns.length - 1)) / columns.reduce((sum, width) => sum + width, 0);
    const isNarrow = room < 700;
    for (const figure of main.querySelectorAll("figure")) {
      const [width, height] = SCREENS[figure.dataset.screen];
      const zoom = Math.min(1, isNarrow ? room / width : beside);
      const [screen, view] = [figure.querySelector(".screen"), figure.querySelector("iframe")];
      screen.style.width = figure.style.width = `${width * zoom}px`;
      screen.style.height = `${height * zoom}px`;
      view.style.transform = `scale(${zoom})`;
    }
  };
  layOut();
  addEventListener("resize", layOut);
})();
