const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** 3,201. By hand: the first use of `Intl` takes as long as drawing a screen. */
export const countText = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** 0.4 ms · 12 ms · 1.24 s · 2 min 05 s · 3 h 20 min */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1) return `${Number(milliseconds.toFixed(1))} ms`;
  if (milliseconds < second) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < minute) return `${(milliseconds / second).toFixed(milliseconds < 10 * second ? 2 : 1)} s`;
  if (milliseconds < hour) return twoParts(milliseconds, minute, 'min', second, 's');
  return milliseconds < day
    ? twoParts(milliseconds, hour, 'h', minute, 'min')
    : twoParts(milliseconds, day, 'd', hour, 'h');
}

/** 812 B · 1.4 MB, in thousands */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** now · 2 min ago · 5 h ago · 3 d ago, then the date */
export function ageText(instant: string, now: number): string {
  const age = now - Date.parse(instant);
  if (age < 10 * second) return 'now';
  if (age < minute) return `${Math.floor(age / second)} s ago`;
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < day) return `${Math.floor(age / hour)} h ago`;
  return age < 14 * day ? `${Math.floor(age / day)} d ago` : instant.slice(0, 10);
}

/** The end of an id: a v7 UUID begins with its time, so only its end tells neighbours apart. */
export const shortId = (id: string): string => id.slice(-6);

function twoParts(value: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((value % large) / small);
  return `${Math.floor(value / large)} ${largeUnit} ${String(rest).padStart(2, '0')} ${smallUnit}`;
}
