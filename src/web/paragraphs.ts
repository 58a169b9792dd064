/** What somebody typed, as the paragraphs they made; line breaks inside one stay. */
export const paragraphs = (text: string | null): string[] =>
  (text ?? '')
    .split(/\n{2,}/)
    .map(each => each.trim())
    .filter(Boolean)
