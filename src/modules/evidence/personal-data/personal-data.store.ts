import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { FileType } from '../../../domain/evidence.ts'
import type {
  DocumentProperty,
  PersonalDataAnswer,
  PersonalDataChoice,
  PersonalDetailKind,
} from '../../../domain/personal-data.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'

/** What an answer is about. */
export type Answered = { kind: 'evidence' | 'partner'; id: string }

/** A file that was uploaded and waits for its uploader's answer. */
export interface HeldFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  properties?: readonly DocumentProperty[]
}

/** One's own, at one library; in the order in which they came. */
export async function heldFilesOf(
  db: Db | Tx,
  actor: { id: string },
  organisation: { id: string },
  ids: readonly string[],
): Promise<HeldFile[]> {
  if (ids.length === 0) return []
  const rows = await db('held_files')
    .whereIn('id', [...ids])
    .where({ person_id: actor.id, organisation_id: organisation.id })
    .orderBy(['held_at', 'id'])
    .select('id', 'name', 'type', 'size', 'sha256', 'properties')
  return rows.map(row => ({
    ...row,
    type: row.type as FileType,
    size: Number(row.size),
    properties: JSON.parse(row.properties ?? '[]') as DocumentProperty[],
  }))
}

export async function holdFiles(
  trx: Tx,
  actor: { id: string },
  organisation: { id: string },
  files: readonly HeldFile[],
  at: Instant,
): Promise<void> {
  const row = ({ id, name, type, size, sha256, properties = [] }: HeldFile) => ({
    id,
    name,
    type,
    size,
    sha256,
    properties: JSON.stringify(properties),
    person_id: actor.id,
    organisation_id: organisation.id,
    held_at: at,
  })
  if (files.length > 0) await trx('held_files').insert(files.map(row)).onConflict('id').merge(['name', 'held_at'])
}

export async function releaseFiles(trx: Tx, ids: readonly string[]): Promise<number> {
  return ids.length === 0
    ? 0
    : trx('held_files')
        .whereIn('id', [...ids])
        .delete()
}

const minutesHeld = 24 * 60

/** @returns their ids: nobody came back for them */
export async function forgetHeld(trx: Tx, at: Instant, limit = 500): Promise<string[]> {
  const ids = await trx('held_files')
    .where('held_at', '<', addMinutes(at, -minutesHeld))
    .orderBy(['held_at', 'id'])
    .limit(limit)
    .pluck<string[]>('id')
  await releaseFiles(trx, ids)
  return ids
}

export async function insertPersonalDataAnswer(
  trx: Tx,
  actor: { id: string },
  about: Answered,
  kinds: readonly PersonalDetailKind[],
  answer: PersonalDataChoice,
  reason: string,
  at: Instant,
): Promise<void> {
  await trx('personal_data_answers').insert({
    id: newId(),
    ...columnsOf(about),
    kinds: JSON.stringify(kinds),
    answer,
    reason,
    answered_by: actor.id,
    answered_at: at,
  })
}

const columnsOf = ({ kind, id }: Answered) => ({
  evidence_id: kind === 'evidence' ? id : null,
  partner_id: kind === 'partner' ? id : null,
})

export async function personalDataAnswersOf(db: Db, about: Answered): Promise<PersonalDataAnswer[]> {
  const rows = await db('personal_data_answers')
    .join('people', 'people.id', 'personal_data_answers.answered_by')
    .where(`personal_data_answers.${about.kind}_id`, about.id)
    .orderBy(['personal_data_answers.answered_at', 'personal_data_answers.id'])
    .limit(50)
    .select<(Omit<PersonalDataAnswer, 'kinds'> & { kinds: string })[]>(
      'personal_data_answers.kinds',
      'personal_data_answers.answer',
      'personal_data_answers.reason',
      'people.name',
      'personal_data_answers.answered_at as at',
    )
  return rows.map(row => ({ ...row, kinds: JSON.parse(row.kinds) as PersonalDetailKind[] }))
}
