import type { Visitor } from './visitor.ts'

/** The last valid day of an award as each page shows it, or the whole text of a page that does not show it. */
export async function lastDaysShown(visitor: Visitor, { id, code }: { id: string; code: string }): Promise<string[]> {
  const found = async (address: string, words: RegExp): Promise<string> =>
    words.exec((await visitor.open(address)).text)?.[0] ?? visitor.text
  return [
    await found(`/awards/${id}`, /About this award .*? \d{4}/),
    await found(`/awards/${id}/certificate`, /\bto \d+ \w+ \d{4}/),
    await found(`/verify/${code}`, /The award (is valid until|stays valid) .*?\./),
  ]
}
