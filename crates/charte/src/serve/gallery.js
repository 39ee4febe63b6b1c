// Lays out a theme preview: a frame for each state, language, screen and scheme, as large as there is room for. The page in a
// frame reads from the frame's name what to show (frame.js).
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

  const url = (state, tag) => {
    const below = tag === tags[0] ? "" : tag + "/";
    return state === "charter" ? `${base}${folder}/${below}` : base + below;
  };

  // ---- Filters -----------------------------------------------------------------------------------

  const filters = { state: STATES.map(([state]) => state), language: tags, screen: Object.keys(SCREENS), scheme: ["light", "dark"] };
  const stored = JSON.parse(sessionStorage.getItem("charte-preview") ?? "{}");
  const shown = Object.fromEntries(Object.entries(filters).map(([name, all]) => [name, new Set(stored[name] ?? all)]));

  const choose = (name, value) => {
    const set = shown[name];
    if (set.has(value)) set.delete(value);
    else set.add(value);
    // A filter that would hide everything is reset.
    if (!set.size) filters[name].forEach((each) => set.add(each));
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
    const label = `${NAMES[screen]}, ${NAMES[scheme]}`;
    const name = `charte-preview ${state} ${scheme} ${screen} ${tag}`;
    const view = h("iframe", { name, title: `${state}, ${tag}, ${label}`, width, height, loading: "lazy", src: url(state, tag) });
    view.style.colorScheme = scheme;
    const alone = h("a", { href: url(state, tag), onclick: (event) => (event.preventDefault(), open(alone.href, name)) }, "open");
    const figure = h("figure", {}, h("figcaption", {}, h("span", {}, label), alone), h("div", { className: "screen" }, view));
    figure.lastChild.style.colorScheme = scheme;
    Object.assign(figure.dataset, { screen, scheme });
    return figure;
  };

  const main = document.querySelector("main");
  for (const [state, title, description] of STATES) {
    const rows = tags.map((tag) => {
      const frames = ["desktop", "phone"].flatMap((screen) => ["light", "dark"].map((scheme) => frame(state, tag, screen, scheme)));
      const name = h("h3", { lang: tag }, languageName(tag));
      const row = h("div", {}, name, h("div", { className: "row" }, ...frames));
      row.dataset.language = tag;
      return row;
    });
    const section = h("section", {}, h("h2", {}, title), h("p", {}, description), ...rows);
    section.dataset.state = state;
    main.append(section);
  }

  // ---- Layout ------------------------------------------------------------------------------------

  const layOut = () => {
    for (const [name, set] of Object.entries(shown)) {
      document.querySelectorAll(`[data-filter=${name}]`).forEach((button) => button.setAttribute("aria-pressed", String(set.has(button.dataset.value))));
    }
    for (const part of main.querySelectorAll("section, section > div, figure")) {
      part.hidden = Object.entries(shown).some(([name, set]) => name in part.dataset && !set.has(part.dataset[name]));
    }
    const room = main.clientWidth - parseFloat(getComputedStyle(main).paddingLeft) * 2;
    const columns = [...shown.screen].flatMap((screen) => [...shown.scheme].map(() => SCREENS[screen][0]));
    // The zoom at which all frames of a row are beside each other.
    const rowZoom = (room - GAP * (columns.length - 1)) / columns.reduce((sum, width) => sum + width, 0);
    const isNarrow = room < 700;
    for (const figure of main.querySelectorAll("figure")) {
      const [width, height] = SCREENS[figure.dataset.screen];
      const zoom = Math.min(1, isNarrow ? room / width : rowZoom);
      const [screen, view] = [figure.querySelector(".screen"), figure.querySelector("iframe")];
      screen.style.width = figure.style.width = `${width * zoom}px`;
      screen.style.height = `${height * zoom}px`;
      view.style.transform = `scale(${zoom})`;
    }
  };
  layOut();
  addEventListener("resize", layOut);
})();
