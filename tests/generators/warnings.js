{
  const { warn } = console;
  console.warn = (...words) => /hydrat/i.test(words.join(' ')) ? console.error(...words) : warn.apply(console, words);
}
