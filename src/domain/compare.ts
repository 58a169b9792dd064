/** Compares days, instants, ids or other texts by their characters, for sorting: negative, zero or positive. */
export function compare<Text extends string>(a: Text, b: Text): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
