import { addDays, dayOf } from '../domain/time.ts'
import { brokenBy, type Check } from './broken.ts'

/**
 * I12: removed evidence and files are erased within a day of `erase_on`. Erased evidence has no text, notes, links or
 * files.
 */
export const removedIsErased: Check = async ({ database: { db }, now }) => {
  const latest = addDays(dayOf(now), -1)
  const late = (table: 'evidence' | 'evidence_files') =>
    db(table).where('erase_on', '<', latest).orderBy('id').pluck<string[]>('id')
  const withText = await db('evidence')
    .whereNotNull('erased_at')
    .where(
      text =>
        void text
          .whereNot({ title: '' })
          .orWhereNot({ summary: '' })
          .orWhereIn('id', db('evidence_notes').select('evidence_id'))
          .orWhereIn('id', db('evidence_links').select('evidence_id'))
          .orWhereIn('id', db('evidence_files').whereNot({ state: 'removed' }).select('evidence_id')),
    )
    .orderBy('id')
    .pluck<string[]>('id')
  return brokenBy('I12', [
    ...(await late('evidence')).map(id => ({ entity: `evidence ${id}`, what: 'was to be erased' })),
    ...(await late('evidence_files')).map(id => ({ entity: `file ${id}`, what: 'was to be erased' })),
    ...withText.map(id => ({ entity: `evidence ${id}`, what: 'was erased but still has text or files' })),
  ])
}
