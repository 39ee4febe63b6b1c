window.shifts = [];
window.observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
observer.observe({ type: 'layout-shift', buffered: true });
addEventListener('DOMContentLoaded', () =>
  requestAnimationFrame(() => requestAnimationFrame(() => window.drawn = performance.now())));
