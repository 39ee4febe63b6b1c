// Replaces the clock before any script of the page runs; called with the shift in milliseconds.
((shift) => {
  const real = Date;
  globalThis.Date = new Proxy(real, {
    construct: (_, given, target) => Reflect.construct(real, given.length ? given : [real.now() + shift], target),
    apply: () => new real(real.now() + shift).toString(),
    get: (_, key) => (key === "now" ? () => real.now() + shift : Reflect.get(real, key)),
  });
})
