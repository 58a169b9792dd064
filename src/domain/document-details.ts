import { foundIn, wordsOf, type PersonalDetail } from './personal-data.ts'
import { isPublicContact } from './public-contacts.ts'

/**
 * The separator after a part of a document, depending on how the next part continues it. Patterns never match across a
 * line break.
 */
const joint = { line: ' ', word: '', none: '\n' } as const

/**
 * Possible personal details in a document, in order, except contact details of organisations. A detail can span parts
 * of a line.
 * @param parts a few thousand characters at most, because the search blocks the event loop
 * @returns each detail with the number of the part in which it starts, counted from 0
 */
export function personalDetailsAmong(
  parts: readonly { text: string; continues?: 'line' | 'word' | undefined }[],
): (PersonalDetail & { part: number })[] {
  const starts: number[] = []
  let text = ''
  for (const each of parts) {
    starts.push(text.length)
    text += each.text + joint[each.continues ?? 'none']
  }
  const found = foundIn(text)
  const names = found.filter(({ kind }) => kind === 'name').map(({ at }) => at)
  return found
    .filter(detail => !isPublicContact(detail, { text, at: detail.at, names }))
    .map(({ kind, text: shown, at }) => ({ kind, text: shown, part: lastAtMost(starts, at) }))
}

function lastAtMost(starts: readonly number[], at: number): number {
  const next = starts.findIndex(start => start > at)
  return next < 0 ? starts.length - 1 : next - 1
}

const notPeople = new Set(
  [
    'admin|administrator|archive|archives|association|author|authority|borough|business|centre|charity|city|college',
    'communications|community|company|corporate|council|county|default|department|design|desk|development|digital',
    'district|editor|education|enquiries|events|foundation|government|group|guest|home|information|learning|libraries',
    'library|limited|ltd|manager|marketing|microsoft|museum|museums|office|official|outreach|owner|project|public',
    'publisher|reception|reviewer|school|service|services|software|staff|student|support|system|team|trust|university',
    'unknown|user|volunteer|web|windows|word|excel',
  ]
    .join('|')
    .split('|'),
)
const particle = '(?:(?:al|el|bin|bint|ibn|abu|da|de|dos|van|von)[ -])'
const personsName = new RegExp(String.raw`^(?:${particle}?[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]{0,30}(?: |, ?|$)){2,4}$`, 'u')

/**
 * The author of a comment or tracked change as a personal detail, even when the list of first names does not have the
 * name. Null for a single word, and for names of teams, organisations and programs.
 */
export function authorNamed(text: string): PersonalDetail | null {
  const isPerson = personsName.test(text) && !wordsOf(text).some(each => notPeople.has(each))
  return isPerson ? { kind: 'name', text } : null
}
