/** 3201 → "3,201". */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** 1 → "1st", 12 → "12th". */
export function ordinal(place: number): string {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th', many: 'th', zero: 'th' };
  return `${place}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(place)]}`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
