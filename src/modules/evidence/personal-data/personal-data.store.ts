import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { PersonalDataAnswer, PersonalDetailKind } from '../../../domain/personal-data.ts'

/** The evidence or partner that an answer about personal details is about. */
export type Answered = { kind: 'evidence' | 'partner'; id: string }

export async function insertPersonalDataAnswer(
  trx: Tx,
  about: Answered,
  { kinds, answer, reason, by, at }: Omit<PersonalDataAnswer, 'name'> & { by: string },
): Promise<void> {
  await trx('personal_data_answers').insert({
    id: newId(),
    ...columnsOf(about),
    kinds: JSON.stringify(kinds),
    answer,
    reason,
    answered_by: by,
    answered_at: at,
  })
}

const columnsOf = ({ kind, id }: Answered) => ({
  evidence_id: kind === 'evidence' ? id : null,
  partner_id: kind === 'partner' ? id : null,
})

/** The latest 50 decisions about personal details in an item of evidence or a partner, oldest first. */
export const personalDataAnswersOf = withKeptSql((db: Db, about: Answered): Lookup<PersonalDataAnswer[]> => {
  const query = () =>
    db('personal_data_answers')
      .join('people', 'people.id', 'personal_data_answers.answered_by')
      .where(`personal_data_answers.${about.kind}_id`, about.id)
      .orderBy([
        { column: 'personal_data_answers.answered_at', order: 'desc' },
        { column: 'personal_data_answers.id', order: 'desc' },
      ])
      .limit(50)
      .select(
        'personal_data_answers.kinds',
        'personal_data_answers.answer',
        'personal_data_answers.reason',
        'people.name',
        'personal_data_answers.answered_at as at',
      )
  return lookup<Omit<PersonalDataAnswer, 'kinds'> & { kinds: string }, PersonalDataAnswer[]>(
    query,
    ['kinds', 'answer', 'reason', 'name', 'at'],
    rows => rows.map(row => ({ ...row, kinds: JSON.parse(row.kinds) as PersonalDetailKind[] })).toReversed(),
  )
})
