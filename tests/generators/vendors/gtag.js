// Counts a page for each `config` and each event, and recognises the visitor again.
{
  document.cookie = "_ga=GA1.1.1; path=/; max-age=63072000";
  window.dataLayer ||= [];
  const count = ([kind]) =>
    /config|event/.test(kind) && navigator.sendBeacon("https://www.google-analytics.com/g/collect");
  dataLayer.forEach(count);
  const { push } = dataLayer;
  dataLayer.push = (...entries) => {
    entries.forEach(count);
    return push.apply(dataLayer, entries);
  };
}
