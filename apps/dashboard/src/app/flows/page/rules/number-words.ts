const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 });

/** At most five digits: summaries are for reading, the records are exact. */
export const numberWords = (value: number): string => precise.format(value);
