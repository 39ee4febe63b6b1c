// Runs the scripts of a page in their order, once it has loaded.
addEventListener("load", async () => {
  for (const late of document.querySelectorAll("script[type$='-text/javascript']")) {
    const script = document.createElement("script");
    for (const { name, value } of late.attributes) if (name !== "type") script.setAttribute(name, value);
    script.textContent = late.textContent;
    const done = script.src && new Promise((resolve) => (script.onload = script.onerror = resolve));
    late.replaceWith(script);
    await done;
  }
});
