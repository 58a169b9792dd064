import type { AwardGuard } from '../../../domain/award-guards.ts'
import type { AwardChange, AwardMove } from '../../../domain/award.ts'
import type { Offer } from '../../../domain/lifecycle.ts'
import { wasNeverInvalid } from '../../../domain/validity.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { SummaryRow } from '../../../web/components.ts'
import { type RecommendationsShown, recommendationCards } from '../../applications/applications.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AwardApplication } from './award-page.store.ts'
import { caseLinks, movesHere, nextStep, standingNow, yearsOf, type Now } from './now.pages.ts'
import { type NamedAward, type Term, lastDayShown } from '../../awards/awards.public.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/award-page/show': ReturnType<typeof awardPage>
  }
}

export interface AwardParts extends Now {
  terms: readonly Term[]
  branches: readonly string[]
  recommendations: RecommendationsShown
  changes: readonly AwardChange[]
  cases: readonly AwardApplication[]
  offers: readonly Offer<AwardMove, AwardGuard>[]
  isOwn: boolean
  may: { start: boolean; askFull: boolean }
}

export function awardPage(t: T, award: NamedAward, parts: AwardParts) {
  const { terms, branches, isOwn } = parts
  const moves = movesHere(t, award, parts.offers, parts.may.askFull)
  const links = caseLinks(t, parts.cases)
  return {
    title: t('awards.one.title', { organisation: award.organisationName }),
    back: isOwn ? { text: t('home.title'), href: '/home' } : { text: t('awards.title'), href: '/awards' },
    heading: { caption: t('awards.one.caption'), text: award.organisationName, size: 'l' as const },
    now: standingNow(t, award, parts),
    next: nextStep(t, award, parts, parts.may.start),
    facts: {
      rows: [
        { key: t('awards.one.valid_to'), value: lastDayShown(t, award) },
        {
          key: t(wasNeverInvalid(parts.changes, parts.today) ? 'awards.one.since' : 'awards.one.first'),
          value: longDay(t, award.grantedOn),
        },
        ...recordedRows(t, award),
        { key: t('awards.one.code'), value: award.code, code: true },
        branchesRow(t, t('awards.one.branches'), branches),
      ],
    },
    paper: { text: t('awards.one.certificate'), href: `/awards/${award.id}/certificate` },
    verify: { text: t('awards.one.verify'), href: `/verify/${award.code}` },
    years: yearsOf(t, parts.changes, isOwn),
    terms: {
      caption: t('awards.terms.title'),
      captionSize: 'm' as const,
      columns: [t('awards.terms.number'), t('awards.terms.from'), t('awards.terms.to'), t('awards.terms.under')],
      rows: terms.map(({ number, startsOn, endsOn, label }) => ({
        cells: [
          { text: String(number), figures: true },
          { text: longDay(t, startsOn) },
          { text: longDay(t, endsOn) },
          { text: label },
        ],
      })),
    },
    recommendations: recommendationCards(t, parts.recommendations),
    cases: links.length > 0 ? links : null,
    moves: moves.length > 0 ? { heading: t('awards.moves.title'), moves } : null,
  }
}

const recordedRows = (t: T, { isRecorded, decidedBy, source }: NamedAward): SummaryRow[] =>
  isRecorded
    ? [
        {
          key: t('awards.one.recorded'),
          value: [
            t('awards.one.decided_by', { name: decidedBy ?? '' }),
            t('awards.one.written_in', { source: source ?? '' }),
          ],
        },
      ]
    : []
