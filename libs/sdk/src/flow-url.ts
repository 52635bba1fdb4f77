/** Where a person looks at a flow, as far as it is known before the server has said. */
export function flowUrl(endpoint: string, id: string): string {
  return `${endpoint}/flows/${id}`;
}
