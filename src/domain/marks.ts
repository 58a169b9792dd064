/**
 * So many marks a letter may carry: what Unicode's Stream-Safe Text Format (UAX #15, section 13) allows, and more than
 * any language needs.
 */
const most = 30
const towers = new RegExp(String.raw`(\p{M}{${most}})\p{M}+`, 'gu')

/**
 * Without what is piled up on a letter beyond that. To bring text into one form takes the square of such a pile, so a
 * long one would hold everybody up.
 */
export const withoutStackedMarks = (text: string): string => text.replace(towers, '$1')
