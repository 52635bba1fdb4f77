/** Lets the browser paint and answer before what follows. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Milliseconds after which nothing is waited for: what nobody sees is not painted. */
const UNSEEN = 100;

/** Waits until the browser has painted what was drawn. */
export async function nextPaint(): Promise<void> {
  await new Promise<unknown>((resolve) => {
    setTimeout(resolve, UNSEEN);
    requestAnimationFrame(resolve);
  });
  await nextTask();
}
