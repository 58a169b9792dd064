import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { AnswerFacts } from '../../../domain/completeness.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import type { Day } from '../../../domain/time.ts'
import { showingByPartners } from '../../evidence/evidence.public.ts'

interface AnswerLine {
  applicationId: string
  itemId: string
  narrative: string
  ownRating: Judgement | null
  evidence: number
}

/** The facts about answers in drafts and returned applications, by application. Leaves out light renewals. */
export const answersBegun = withKeptSql(
  (db: Db, organisations: readonly string[], today: Day): Lookup<Map<string, AnswerFacts[]>> => {
    const begun = () =>
      db('answers')
        .join('applications', 'applications.id', 'answers.application_id')
        .whereIn('applications.organisation_id', [...organisations])
        .whereIn('applications.status', ['draft', 'returned'])
        .whereNot('applications.kind', 'renewal')
        .select(
          'answers.application_id as applicationId',
          'answers.item_id as itemId',
          db.raw('substr(answers.narrative, 1, 1) as narrative'),
          'answers.own_rating as ownRating',
          db.raw(
            `case when exists (select 1 from answer_evidence where answer_evidence.answer_id = answers.id)
        or exists (select 1 ${showingByPartners} and application_partners.application_id = answers.application_id
        and application_partners.item_id = answers.item_id) then 1 else 0 end as evidence`,
            [today],
          ),
        )
    return lookup<AnswerLine, Map<string, AnswerFacts[]>>(
      begun,
      ['applicationId', 'itemId', 'narrative', 'ownRating', 'evidence'],
      rows => {
        const byApplication = new Map<string, AnswerFacts[]>(rows.map(({ applicationId }) => [applicationId, []]))
        for (const { applicationId, ...facts } of rows) byApplication.get(applicationId)!.push(facts)
        return byApplication
      },
    )
  },
)
