/** Compares strings such as days, instants and ids by code unit, for sorting. @returns -1, 0 or 1 */
export function compare<Text extends string>(a: Text, b: Text): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
