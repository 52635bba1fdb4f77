/** The header that carries a key; none without one. Used by the page and by its worker. */
export const authorizationOf = (key: string | null): Record<string, string> =>
  key ? { authorization: `Bearer ${key}` } : {};
