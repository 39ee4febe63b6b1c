new Promise((done) => {
  let left = 30;
  const next = () => (left-- > 0 ? requestAnimationFrame(next) : done(true));
  next();
})
