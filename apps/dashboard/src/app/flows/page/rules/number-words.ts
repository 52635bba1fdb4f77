/** Without separators, as in the records and thresholds that it stands beside: a year is no amount. */
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5, useGrouping: false });

/** At most five digits: summaries are for reading, the records are exact. */
export const numberWords = (value: number): string => precise.format(value);
