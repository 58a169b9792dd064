import { createHash } from 'node:crypto'
import {
  personalDetailsIn,
  type DocumentProperty,
  type PersonalDataChoice,
  type PersonalDetail,
  type PersonalDetailAt,
  type PersonalDetailKind,
} from '../../../domain/personal-data.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const maxReasonLength = 500

/**
 * A text that is checked. `where` names it: a form field; `file-` with an id for a file's name; or that with a property
 * for a document's property. `isName` is true for a field that is meant to hold a name.
 */
export interface Place {
  where: string
  text: string
  isName?: boolean
}

/** A file whose name and properties are checked. */
export interface CheckedFile {
  id: string
  name: string
  properties?: readonly DocumentProperty[]
}

/** The answer to the check for personal details: the kinds found, the choice and the reason. */
export interface PersonalDataReply {
  kinds: PersonalDetailKind[]
  choice: PersonalDataChoice
  reason: string
}

/** The details found, and either the form that asks about them or the reply that was given. */
export type FoundDetails = { found: readonly PersonalDetailAt[] } & (
  { ask: Form; reply: null } | { ask: null; reply: PersonalDataReply | null }
)

/** The texts to check: title, summary and note, and the names and properties of files. */
export const placesIn = (
  data: Readonly<{ title?: unknown; summary?: unknown; note?: unknown }>,
  files: readonly CheckedFile[] = [],
): Place[] => [
  ...(['title', 'summary', 'note'] as const).flatMap(where => {
    const text = data[where]
    return typeof text === 'string' && text !== '' ? [{ where, text }] : []
  }),
  ...files.flatMap(({ id, name, properties = [] }) => [
    { where: `file-${id}`, text: name },
    ...properties.map(({ property, text }) => ({ where: `file-${id}-${property}`, text })),
  ]),
]

/**
 * Looks for personal details and reads the reply about them. Asks when something was found that was not asked about
 * yet, or when there is no valid reply.
 * @param body as posted: `personalData` is `keep`, `restrict` or `removed`, and `personalDataReason` why the details
 * stay
 * @param mayRestrict false where nothing can be restricted
 */
export function checkPersonalData(
  t: T,
  body: unknown,
  places: readonly Place[],
  known: readonly string[],
  mayRestrict = true,
): FoundDetails {
  const found = detailsIn(places, known)
  if (found.length === 0) return { found, ask: null, reply: null }
  const form = { values: valuesIn(body), errors: [] }
  const ask = (field: string, message: string): FoundDetails => ({
    found,
    ask: { ...form, errors: [{ field, message }] },
    reply: null,
  })
  const asked = valueOf(form, 'personalDataAsked').split(' ')
  if (asked.includes('')) return { found, ask: form, reply: null }
  if (!found.every(each => asked.includes(markOf(each)))) return ask('personalData', t('personal_data.more'))
  const kinds = [...new Set(found.map(({ kind }) => kind))]
  const choice = valueOf(form, 'personalData')
  if (choice === 'restrict' && mayRestrict) return { found, ask: null, reply: { kinds, choice, reason: '' } }
  if (choice === 'removed') return ask('personalData', t('personal_data.still_there'))
  if (choice !== 'keep') return ask('personalData', t('personal_data.choose'))
  const reason = valueOf(form, 'personalDataReason').trim()
  if (reason === '') return ask('personalDataReason', t('personal_data.reason.missing'))
  if (reason.length > maxReasonLength)
    return ask('personalDataReason', t('personal_data.reason.long', { most: maxReasonLength }))
  return { found, ask: null, reply: { kinds, choice, reason } }
}

function detailsIn(places: readonly Place[], known: readonly string[]): PersonalDetailAt[] {
  const nameFields = places.filter(({ isName }) => isName).map(({ where }) => where)
  return personalDetailsIn(places, known).filter(({ where, kind }) => kind !== 'name' || !nameFields.includes(where))
}

/**
 * A hash of one detail. The form sends the hashes back, so that a reply counts only for the details that were
 * asked about.
 */
export const markOf = ({ kind, text }: PersonalDetail): string =>
  createHash('sha256').update(`${kind}\n${text}`).digest('base64url').slice(0, 12)
