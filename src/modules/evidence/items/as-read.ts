import { createHash } from 'node:crypto'

/** A text as somebody read it. One that they left as it was does not undo what somebody else wrote meanwhile. */
export const asRead = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16)
