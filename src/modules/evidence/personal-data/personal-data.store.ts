import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { PersonalDataAnswer, PersonalDetailKind } from '../../../domain/personal-data.ts'
import type { Instant } from '../../../domain/time.ts'

/** The record that a reply is about. */
export type Answered = { kind: 'evidence' | 'partner'; id: string }

export async function insertPersonalDataAnswer(
  trx: Tx,
  actor: { id: string },
  about: Answered,
  kinds: readonly PersonalDetailKind[],
  answer: PersonalDataAnswer['answer'],
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
