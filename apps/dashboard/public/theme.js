// Runs before the first paint, so that a stored theme never flashes.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('flow-trail.theme');
  } catch {
    // Storage can be forbidden; the system's theme holds then.
  }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
})();
