import { createHash } from 'node:crypto'
import {
  personalDetailsIn,
  type DocumentProperty,
  type PersonalDataChoice,
  type PersonalDetailAt,
  type PersonalDetailKind,
} from '../../../domain/personal-data.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { can } from '../../../domain/permissions.ts'
import { saysSomething } from '../../../web/field-schemas.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import type { T } from '../../../words/words.ts'
import type { FileToRead, ReadDocument } from '../document-details/document-details.actions.ts'

export const maxReasonLength = 500

/**
 * A text to check. `where` is a form field, `file-<id>` for a file's name, or `file-<id>-<property>`. `isName`: the
 * field is meant for a name.
 */
export interface Place {
  where: string
  text: string
  isName?: boolean
}

/** A file whose name, properties and text are checked. */
export interface CheckedFile extends FileToRead {
  properties?: readonly DocumentProperty[]
  /** whether the person unticked the file, so that it is offered again but not checked */
  isLeftOut?: boolean
}

/** The details found in a form's fields, in the names and properties of its files, and in its documents. */
export interface Findings {
  found: readonly PersonalDetailAt[]
  documents: readonly ReadDocument[]
}

/** The answer to the check for personal details: the kinds found, the choice and the reason. */
export interface PersonalDataReply {
  kinds: PersonalDetailKind[]
  choice: PersonalDataChoice
  reason: string
  /** the ids of the files that need a redacted copy */
  toRedact?: readonly string[]
}

/** Marks the files for which the person chose a redacted copy. */
export const markFilesToRedact = (files: readonly StoredFile[], reply: PersonalDataReply | null): StoredFile[] =>
  files.map(file => ({ ...file, toRedact: reply?.toRedact?.includes(file.id) ?? false }))

/**
 * The address of the evidence, or of the library's list if the actor has just restricted the evidence and can no longer
 * open it.
 */
export function addressAfter(
  actor: Actor,
  evidence: EvidenceSubject,
  reply: Pick<PersonalDataReply, 'choice'> | null,
): string {
  const sensitivity = reply?.choice === 'restrict' ? 'restricted' : evidence.sensitivity
  return can(actor, 'evidence.read', { ...evidence, sensitivity }, null)
    ? `/evidence/${evidence.id}`
    : `/organisations/${evidence.organisationId}/evidence`
}

/** The choices that a form offers in addition to removing or keeping the details. */
export interface MayChoose {
  restrict: boolean
  redact: boolean
}

/** The details found, and either the form that asks about them or the reply, which is null without findings. */
export type FoundDetails = { findings: Findings } & (
  { ask: Form; reply: null } | { ask: null; reply: PersonalDataReply | null }
)

/**
 * The texts to check: title, summary and note, and the names and properties of files. A note that only repeats the
 * title is left out, because `newEvidenceForm` copies the title where no note was entered.
 */
export const placesIn = (
  data: Readonly<{ title?: unknown; summary?: unknown; note?: unknown }>,
  files: readonly Pick<CheckedFile, 'id' | 'name' | 'properties'>[] = [],
): Place[] => [
  ...(['title', 'summary', 'note'] as const).flatMap(where => {
    const text = data[where]
    const isCopy = where === 'note' && text === data.title
    return typeof text === 'string' && text !== '' && !isCopy ? [{ where, text }] : []
  }),
  ...files.flatMap(({ id, name, properties = [] }) => [
    { where: `file-${id}`, text: name },
    ...properties.map(({ property, text }) => ({ where: `file-${id}-${property}`, text })),
  ]),
]

/**
 * Reads the reply about personal details. Asks again when there are new findings, or the reply is missing or invalid.
 * @param body the fields of the posted form: `personalData` is `redact`, `keep`, `restrict` or `removed`;
 * `personalDataReason` is the reason to keep
 * @param may the choices that this form offers
 */
export function checkPersonalData(
  t: T,
  body: unknown,
  findings: Findings,
  may: MayChoose = { restrict: true, redact: true },
): FoundDetails {
  if (hasNoFindings(findings)) return { findings, ask: null, reply: null }
  const form = { values: valuesIn(body), errors: [] }
  const asked = valueOf(form, 'personalDataAsked').split(' ')
  if (asked.includes('')) return { findings, ask: form, reply: null }
  const wrong = wrongIn(t, form, findings, { asked, may })
  if (wrong) return { findings, ask: { ...form, errors: [wrong] }, reply: null }
  const kinds = kindsIn(findings)
  const choice = valueOf(form, 'personalData') as PersonalDataChoice
  if (choice === 'redact')
    return { findings, ask: null, reply: { kinds, choice, reason: '', toRedact: filesIn(findings) } }
  // A reason is needed only to keep details that were found, not a document that could not be read.
  const reason = choice === 'keep' && hasDetails(findings) ? valueOf(form, 'personalDataReason').trim() : ''
  return { findings, ask: null, reply: { kinds, choice, reason } }
}

/** The ids of the files that the findings are about. */
const filesIn = ({ found, documents }: Findings): string[] => [
  ...new Set([...found.flatMap(({ where }) => fileIn(where) ?? []), ...documents.map(({ id }) => id)]),
]

/** The id of the file that `where` is about; null for a field of the form. */
export const fileIn = (where: string): string | null => /^file-([^-]+)/.exec(where)?.[1] ?? null

/**
 * Whether a redacted copy can help: details are in a file, its name or its properties, or a document such as a scan
 * could not be read.
 */
export const canRedact = ({ found, documents }: Findings): boolean =>
  documents.length > 0 || found.some(({ where }) => fileIn(where) !== null)

export const hasNoFindings = ({ found, documents }: Findings): boolean => found.length === 0 && documents.length === 0

/** Whether any personal details were found. A document that could not be read does not count. */
export const hasDetails = ({ found, documents }: Findings): boolean =>
  found.length > 0 || documents.some(({ details }) => details.length > 0)

const kindsIn = ({ found, documents }: Findings): PersonalDetailKind[] => [
  ...new Set([...found, ...documents.flatMap(({ details }) => details)].map(({ kind }) => kind)),
]

function wrongIn(
  t: T,
  form: Form,
  findings: Findings,
  { asked, may }: { asked: readonly string[]; may: MayChoose },
): Form['errors'][number] | null {
  const wrong = (message: string) => ({ field: 'personalData', message })
  if (!marksOf(findings).every(mark => asked.includes(mark))) return wrong(t('personal_data.more'))
  const choice = valueOf(form, 'personalData')
  const count = findings.documents.length
  if (choice === 'restrict' && may.restrict) return null
  if (choice === 'redact' && may.redact && canRedact(findings))
    return findings.found.some(({ where }) => fileIn(where) === null) ? wrong(t('personal_data.redact.text')) : null
  if (choice === 'removed')
    return wrong(hasDetails(findings) ? t('personal_data.still_there') : t('personal_data.still_unread', { count }))
  if (choice !== 'keep')
    return wrong(hasDetails(findings) ? t('personal_data.choose') : t('personal_data.choose.unread', { count }))
  if (!hasDetails(findings)) return null
  const reason = valueOf(form, 'personalDataReason').trim()
  if (reason === '') return { field: 'personalDataReason', message: t('personal_data.reason.missing') }
  if (!saysSomething(reason)) return { field: 'personalDataReason', message: t('field.says_nothing') }
  if (reason.length > maxReasonLength)
    return { field: 'personalDataReason', message: t('personal_data.reason.long', { most: maxReasonLength }) }
  return null
}

/** Personal details in the texts of a form. Names are allowed in fields that are meant to contain a name. */
export function detailsIn(places: readonly Place[], known: readonly string[]): PersonalDetailAt[] {
  const nameFields = places.filter(({ isName }) => isName).map(({ where }) => where)
  return personalDetailsIn(places, known).filter(({ where, kind }) => kind !== 'name' || !nameFields.includes(where))
}

/** Hashes of the findings. The form sends them back, so that a reply counts only for findings that the person saw. */
export const marksOf = ({ found, documents }: Findings): string[] => [
  ...found.map(({ kind, text }) => markOf(`${kind}\n${text}`)),
  ...documents.map(({ details, isCut, unread }) =>
    markOf(['document', isCut, unread, ...details.map(({ kind, text }) => `${kind}\n${text}`)].join('\n\n')),
  ),
]

const markOf = (said: string): string => createHash('sha256').update(said).digest('base64url').slice(0, 12)
