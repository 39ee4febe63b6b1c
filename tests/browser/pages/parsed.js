// Brings the scripts of another page into this one in every way in which routers do.
const parse = (text) => new DOMParser().parseFromString(text, "text/html");
const section = (root) => root.querySelector("section");
const made = (text, set) => {
  const element = document.createElement("div");
  set(element, text);
  return section(element);
};
const request = (name) =>
  new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", "part.html");
    asked.responseType = "document";
    asked.onload = () => resolve(section(asked[name]));
    asked.send();
  });
const ways = {
  parser: (text) => section(parse(text)),
  remade(text) {
    const found = section(parse(text));
    document.body.append(found);
    for (const script of found.querySelectorAll("script")) {
      const copy = document.createElement("script");
      for (const { name, value } of script.attributes) copy.setAttribute(name, value);
      copy.textContent = script.textContent;
      script.replaceWith(copy);
    }
  },
  imported: (text) => document.importNode(section(parse(text)), true),
  document(text) {
    const made = document.implementation.createHTMLDocument();
    made.documentElement.innerHTML = text;
    return section(made);
  },
  template(text) {
    const template = document.createElement("template");
    template.innerHTML = text;
    return section(template.content);
  },
  fragment: (text) => section(document.createRange().createContextualFragment(text)),
  inner: (text) => made(text, (element, text) => (element.innerHTML = text)),
  live: (text) => made(text, (element, text) => (document.body.appendChild(element).innerHTML = text)),
  adjacent: (text) => made(text, (element, text) => element.insertAdjacentHTML("beforeend", text)),
  outer: (text) => made(text, (element, text) => (element.appendChild(document.createElement("p")).outerHTML = text)),
  unsafe: (text) => made(text, (element, text) => element.setHTMLUnsafe?.(text)),
  whole: (text) => Document.parseHTMLUnsafe && section(Document.parseHTMLUnsafe(text)),
  response: () => request("response"),
  responseXML: () => request("responseXML"),
};
addEventListener("load", async () => {
  const text = await (await fetch("part.html")).text();
  for (const [name, bring] of Object.entries(ways)) {
    const found = await bring(text.replace(/WAY/g, name));
    if (found) document.body.append(found);
  }
  fetch("end.txt");
});
