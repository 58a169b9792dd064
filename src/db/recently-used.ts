/**
 * A cache that drops the least recently used entries when it is full.
 * @param most the maximum sum of the entries' sizes
 */
export function recentlyUsed<Entry>(most: number, sizeOf: (key: string, entry: Entry) => number) {
  const entries = new Map<string, Entry>() // the least recently used one is the first
  let size = 0
  return {
    get(key: string): Entry | undefined {
      const entry = entries.get(key)
      if (entry !== undefined) {
        entries.delete(key)
        entries.set(key, entry)
      }
      return entry
    },
    /** @param key a key that has no entry yet */
    put(key: string, entry: Entry): void {
      entries.set(key, entry)
      size += sizeOf(key, entry)
      for (const [oldest, its] of entries) {
        if (size <= most) return
        entries.delete(oldest)
        size -= sizeOf(oldest, its)
      }
    },
  }
}
