// The document itself, whatever names the page gives to its forms and pictures.

export const page = new Proxy(document, {
  get: (target, name) => {
    const value = Reflect.get(Document.prototype, name, target);
    return value?.call ? value.bind(target) : value;
  },
  set: (target, name, value) => Reflect.set(Document.prototype, name, value, target),
});
