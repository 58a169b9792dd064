/** Splits text into paragraphs at blank lines. Keeps single line breaks. */
export const paragraphs = (text: string | null): string[] =>
  (text ?? '')
    .split(/\n{2,}/)
    .map(each => each.trim())
    .filter(Boolean)
