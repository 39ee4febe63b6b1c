new Promise((done) => {
  let before = -1;
  const look = () => {
    const now = suite.lines.length;
    if (now === before) return done(true);
    before = now;
    setTimeout(look, 500);
  };
  look();
})
