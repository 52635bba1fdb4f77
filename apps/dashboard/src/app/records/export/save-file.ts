/** Time for the browser to begin reading what is saved. */
const BEGINS_MS = 60_000;

/** Has the browser save a blob under a name. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), BEGINS_MS);
}
