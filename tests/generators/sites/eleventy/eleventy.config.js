export default (config) => {
  config.addPassthroughCopy('src/carte.js');
  return { dir: { input: 'src', output: 'dist' } };
};
