// The document with the properties of its prototype: a form or image named `cookie` or `body` hides the property of that name
// (HTML Standard, "DOM tree accessors").

export const page = new Proxy(document, {
  get: (target, name) => {
    const value = Reflect.get(Document.prototype, name, target);
    return value?.call ? value.bind(target) : value;
  },
  set: (target, name, value) => Reflect.set(Document.prototype, name, value, target),
});
