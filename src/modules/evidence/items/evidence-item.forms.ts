import { createHash } from 'node:crypto'

/**
 * A hash of a text as it was when the page was opened. The form sends the hash back, so that a text that the person
 * left unchanged does not overwrite someone else's change.
 */
export const asRead = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)
