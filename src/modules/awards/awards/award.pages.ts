import type { AwardGuard } from '../../../domain/award-guards.ts'
import type { AwardChange, AwardMove } from '../../../domain/award.ts'
import type { Offer } from '../../../domain/lifecycle.ts'
import type { Day } from '../../../domain/time.ts'
import { wasNeverInvalid, wasValidOn } from '../../../domain/validity.ts'
import { awardStatus } from './award-status.pages.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { SummaryRow } from '../../../web/components.ts'
import { type Promised, promisedCards } from '../../applications/applications.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AwardCase } from '../../overview/overview.public.ts'
import { caseLinks, lastDayShown, movesHere, nextStep, standingNow, yearsOf, type Now } from './now.pages.ts'
import type { AwardLine, NamedAward, Term } from './award.store.ts'

export function awardList(t: T, lines: readonly AwardLine[], next: string | null, mayRecord: boolean) {
  return {
    title: t('awards.title'),
    back: { text: t('home.title'), href: '/home' },
    empty:
      lines.length > 0 ? null : { picture: 'shelf' as const, heading: t('awards.none'), text: [t('awards.none.why')] },
    table: {
      caption: t('awards.title'),
      captionSize: 'hidden' as const,
      columns: [
        t('awards.column.organisation'),
        t('awards.column.status'),
        t('awards.column.valid_to'),
        t('awards.column.code'),
      ],
      rows: lines.map(({ id, organisation, status, validTo, code }) => ({
        cells: [
          { text: organisation, href: `/awards/${id}` },
          { status: awardStatus(t, status) },
          { text: lastDayShown(t, { status, validTo }) },
          { text: code, figures: true },
        ],
      })),
    },
    record: mayRecord ? { text: t('awards.record.title'), href: '/awards/new', kind: 'secondary' as const } : null,
    pagination: { previous: null, next: next ? { text: t('awards.next'), href: next } : null },
  }
}

export interface AwardParts extends Now {
  terms: readonly Term[]
  branches: readonly string[]
  promised: Promised
  changes: readonly AwardChange[]
  cases: readonly AwardCase[]
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
        ...paperRows(t, award),
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
    recommendations: promisedCards(t, parts.promised),
    cases: links.length > 0 ? links : null,
    moves: moves.length > 0 ? { heading: t('awards.moves.title'), moves } : null,
  }
}

const paperRows = (t: T, { recordedFromPaper, decidedBy, paper }: NamedAward): SummaryRow[] =>
  recordedFromPaper
    ? [
        {
          key: t('awards.one.paper'),
          value: [
            t('awards.one.decided_by', { name: decidedBy ?? '' }),
            t('awards.one.written_in', { paper: paper ?? '' }),
          ],
        },
      ]
    : []

/** A longer name is set smaller, so that the certificate stays one sheet. */
const longName = 40

/** Says nothing that the page behind the code does not say too. */
export function certificatePage(
  t: T,
  award: NamedAward,
  {
    terms,
    changes,
    today,
    branches,
    isIssued,
    baseUrl,
  }: {
    terms: readonly Term[]
    changes: readonly AwardChange[]
    today: Day
    branches: number
    isIssued: boolean
    baseUrl: string
  },
) {
  const last = terms.at(-1)!
  const running = terms.findLast(({ startsOn }) => startsOn <= today) ?? last // renewed early, the next one has not begun
  return {
    title: t('awards.certificate.title', { organisation: award.organisationName }),
    certificate: true,
    back: { text: t('awards.certificate.back'), href: `/awards/${award.id}` },
    organisation: award.organisationName,
    isLong: award.organisationName.length > longName,
    recognised: t('awards.certificate.branches', { count: branches }),
    dates: t('awards.certificate.dates', {
      from: longDay(t, running.startsOn),
      to: longDay(t, award.validTo ?? last.endsOn),
    }),
    since: t(wasNeverInvalid(changes, today) ? 'awards.certificate.since' : 'awards.certificate.first', {
      year: award.grantedOn.slice(0, 4),
    }),
    given: longDay(t, award.grantedOn),
    code: award.code,
    address: `${new URL(baseUrl).host}/verify/`,
    fromPaper: award.recordedFromPaper ? t('awards.certificate.paper') : null,
    draft: isIssued ? null : t('awards.certificate.draft'),
    notNow: wasValidOn(changes, today)
      ? null
      : { tone: 'stop' as const, icon: 'information' as const, text: [t('awards.certificate.not_now')] },
  }
}
