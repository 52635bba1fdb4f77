/** Acts every so often while the page is seen, and at once when it is seen again. Returns how to stop. */
export function whileVisible(everyMs: number, act: () => void): () => void {
  const actIfVisible = (): void => {
    if (document.visibilityState === 'visible') act();
  };
  const timer = setInterval(actIfVisible, everyMs);
  document.addEventListener('visibilitychange', actIfVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', actIfVisible);
  };
}
