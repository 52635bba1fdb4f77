// Runs in the page before its own scripts: notes when the first row is there, what held up the main thread, and how long the worker took.
// `benchRow` is a selector of rows, put before this text.
const long = [];
const observer = new PerformanceObserver((list) => long.push(...list.getEntries()));
observer.observe({ type: 'longtask', buffered: true });

// Not asked in each frame: that would have the browser draw frames in which nothing changes.
const firstRow = new Promise((resolve) => {
  const look = new MutationObserver(() => {
    if (!document.querySelector(globalThis.benchRow)) return;
    look.disconnect();
    // The first is called before the row is painted.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  });
  look.observe(document, { childList: true, subtree: true });
});

let tookMs = 0;
const listen = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (type, listener) {
  const noting = (event) => {
    tookMs = Math.max(tookMs, event.data?.tookMs ?? 0);
    listener(event);
  };
  return listen.call(this, type, type === 'message' ? noting : listener);
};

/** Types or clicks, and waits until another text was painted where one watches. */
const timed = ({ act, text, watched }) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${watched} has not changed for a minute`)), 60_000);
    tookMs = 0;
    const shown = () => document.querySelector(watched)?.textContent ?? '';
    const before = shown();
    const element = document.querySelector(act);
    const began = performance.now();
    if (text === undefined) element.click();
    else {
      element.value = text;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const finish = () => resolve({ painted: performance.now() - began, inWorker: tookMs });
    const look = () => {
      if (shown() !== '' && shown() !== before) requestAnimationFrame(finish);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** Milliseconds in tasks of more than 50, since it was asked before. */
const heldUp = async () => {
  await new Promise((resolve) => setTimeout(resolve, 500));
  return long.splice(0).reduce((sum, { duration }) => sum + duration, 0);
};

globalThis.bench = { firstRow, timed, heldUp };
