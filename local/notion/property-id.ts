/** Whether an id from a request, encoded or bare, is this property's. */
export function isPropertyId(wanted: string, id: string): boolean {
  return wanted === id || wanted === encodeURIComponent(id);
}
