interface FoldedText {
  letters: string
  places: { from: number; to: number }[]
}
export function foldedText(characters: readonly string[]): FoldedText
export function foldedPhrase(phrase: string): string
export function occurrencesOf(
  phrase: string,
  text: FoldedText,
  characters: readonly string[],
): { from: number; to: number }[]
