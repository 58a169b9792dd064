/** Text as the paragraphs in which it was entered. Single line breaks stay. */
export const paragraphs = (text: string | null): string[] =>
  (text ?? '')
    .split(/\n{2,}/)
    .map(each => each.trim())
    .filter(Boolean)
