// Where held elements are searched for: the page and its shadow roots, which no search of the page finds.
import { page } from "./page.js";

// A page that makes many can be rid of them again.
const roots = [];
const watched = new WeakSet();

/** The elements of the page and of its shadow roots that match. */
export const everywhere = (selector) =>
  [page, ...roots.map((root) => root.deref())].flatMap((root) => [...(root?.querySelectorAll(selector) || [])]);

/** Calls `keep` from now on when something changes in the document or a shadow root, and in the shadow roots within. */
export const watch = (root, keep) => {
  if (watched.has(root)) return;
  watched.add(root);
  const place = root === document ? page : root;
  if (place === root) roots.push(new WeakRef(root));
  // The document of a frame is loaded after its element.
  place.addEventListener("load", keep, true);
  new MutationObserver(keep).observe(root, { childList: true, subtree: true });
  for (const { shadowRoot } of place.querySelectorAll("*")) if (shadowRoot) watch(shadowRoot, keep);
};

/** Does so for the shadow roots that scripts make. */
export const watchMade = (keep) => {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    watch(root, keep);
    return root;
  };
};
