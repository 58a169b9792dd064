import { createHash } from 'node:crypto'

/**
 * A hash of a text as read. The form sends it back, so that an unchanged text does not overwrite someone else's change.
 */
export const asRead = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)
