import { criteriaAskedBy, type Item } from '../../../domain/framework.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { judgementStatus, sinceStatus } from '../../applications/applications.public.ts'
import type { DecisionCase, DecisionFacts } from './decision.pages.ts'
import { sinceOf } from './trustee.pages.ts'

/** A sentence with the number of criteria on which the panel and the library differ. */
export function differsSentence(t: T, it: DecisionFacts, isLibrary: boolean): string {
  const count = differencesIn(it).length
  if (count > 0) return isLibrary ? t('decisions.differs.own', { count }) : t('decisions.differs', { count })
  if (isLibrary) return t('decisions.agree.own')
  const isRated = criteriaAskedBy(it.framework, it.application.kind).every(item => ratingOf(it, item) !== null)
  return t(isRated ? 'decisions.agree' : 'decisions.agree.rated')
}

/**
 * The tables that compare the panel's judgements with the library's own ratings, starting with the criteria on which
 * the two differ. If some differ, the charity sees the criteria with equal judgements collapsed.
 */
export function comparison(t: T, it: DecisionCase, isLibrary: boolean) {
  const differing = differencesIn(it)
  const others = criteriaAskedBy(it.framework, it.application.kind).filter(item => !differing.includes(item))
  const unrated = others.filter(item => ratingOf(it, item) === null)
  const agreed = others.filter(item => !unrated.includes(item))
  const since = it.reading ? sinceOf(it.reading) : null
  const changed = agreed.filter(({ id }) => since?.get(id) && since.get(id) !== 'unchanged')
  const same = agreed.filter(item => !changed.includes(item))
  const tables = [
    ...tableOf(t, it, differing, t(isLibrary ? 'decisions.table.differs.own' : 'decisions.table.differs')),
    ...tableOf(t, it, unrated, t(isLibrary ? 'decisions.table.unrated.own' : 'decisions.table.unrated')),
    ...tableOf(t, it, changed, t('decisions.table.changed')),
  ]
  const rest = tableOf(t, it, same, t(isLibrary ? 'decisions.table.same.own' : 'decisions.table.same'))
  if (isLibrary || differing.length === 0) return { tables: [...tables, ...rest], folded: [] }
  const summary = t('decisions.table.same.count', { count: same.length })
  return { tables, folded: rest.map(table => ({ summary, table })) }
}

const ratingOf = ({ ratings }: Pick<DecisionFacts, 'ratings'>, { id }: Item): Judgement | null =>
  ratings.find(({ itemId }) => itemId === id)?.ownRating ?? null

/** The criteria that the panel and the library rated differently. Leaves out criteria that the library did not rate. */
const differencesIn = (it: DecisionFacts): Item[] =>
  criteriaAskedBy(it.framework, it.application.kind).filter(item => {
    const found = it.findings.find(({ itemId }) => itemId === item.id)?.judgement
    const own = ratingOf(it, item)
    return found !== undefined && own !== null && found !== own
  })

/** @returns a list with one table; empty without items */
function tableOf(t: T, it: DecisionCase, items: readonly Item[], caption: string): Table[] {
  if (items.length === 0) return []
  const differing = differencesIn(it)
  return [
    {
      caption,
      captionSize: 'm',
      kind: 'criteria',
      columns: [
        t('decisions.table.criterion'),
        ...(it.reading?.read?.before
          ? [t('decisions.table.since', { year: dayOf(it.reading.read.before.submittedAt).slice(0, 4) })]
          : []),
        t(it.may.seeProposal ? 'decisions.table.library' : 'decisions.table.own'),
        t('decisions.table.panel'),
      ],
      rows: items.map(item => rowOf(t, it, item, differing.includes(item))),
    },
  ]
}

function rowOf(t: T, it: DecisionCase, item: Item, differs: boolean) {
  const { application, findings, reading } = it
  const since = reading ? sinceOf(reading).get(item.id) : undefined
  const finding = findings.find(({ itemId }) => itemId === item.id)
  const rating = ratingOf(it, item)
  return {
    differs,
    code: item.code,
    cells: [
      { text: item.title, href: `/applications/${application.id}/criteria/${item.code}` },
      ...(reading?.read?.before ? [{ status: since ? sinceStatus(t, since) : null }] : []),
      { status: judgementStatus(t, rating), text: rating ? null : t('decisions.table.nothing') },
      {
        status: judgementStatus(t, finding?.judgement ?? null),
        text: finding ? null : t('decisions.table.nothing'),
        reason: finding?.reason ?? null,
      },
    ],
  }
}
