Promise.all(document.getAnimations().map((one) => one.finished)).then(() => new Promise((done) => {
  const isLate = (one) => one.startTime > drawn;
  // What was observed but not reported yet counts, too.
  const tell = () => done([...shifts, ...observer.takeRecords()].filter(isLate).map((one) => one.value));
  requestAnimationFrame(() => requestAnimationFrame(tell));
}))
