import type { AwardStatus } from '../../domain/award.ts'
import type { Framework } from '../../domain/framework.ts'
import { branchesRow } from '../../web/branch-names.ts'
import type { Icon, Status, Tone } from '../../web/components.ts'
import { recommendationRow } from '../../web/verdicts.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { Recommendation } from '../decisions/proposal.store.ts'
import type { AwardLine, NamedAward, Term } from './award.store.ts'

const looks = {
  valid: ['tick', 'done'], 'renewal open': ['door', 'you'], 'renewal with us': ['hourglass', 'us'], extended: ['arrow-to-bar', 'done'],
  overdue: ['triangle', 'stop'], lapsed: ['dash', 'stop'], suspended: ['pause', 'stop'], ended: ['dash', 'quiet'],
} as const satisfies Record<AwardStatus, [Icon, Tone]>

export const awardStatus = (t: T, status: AwardStatus): Status => ({ icon: looks[status][0], tone: looks[status][1], text: t(`award.status.${status}`) })

export function awardList(t: T, lines: readonly AwardLine[], next: string | null) {
  return {
    title: t('awards.title'),
    back: { text: t('home.title'), href: '/home' },
    empty: lines.length > 0 ? null : { picture: 'shelf' as const, heading: t('awards.none'), text: [t('awards.none.why')] },
    table: {
      caption: t('awards.title'), captionSize: 'hidden' as const,
      columns: [t('awards.column.organisation'), t('awards.column.status'), t('awards.column.valid_to'), t('awards.column.code')],
      rows: lines.map(({ id, organisation, status, validTo, code }) => ({ cells: [
        { text: organisation, href: `/awards/${id}` }, { status: awardStatus(t, status) },
        { text: validTo ? longDay(t, validTo) : t('awards.with_us') }, { text: code, figures: true },
      ] })),
    },
    pagination: { previous: null, next: next ? { text: t('awards.next'), href: next } : null },
  }
}

export function awardPage(t: T, award: NamedAward, framework: Framework, more: { terms: readonly Term[]; branches: readonly string[]; recommendations: readonly Recommendation[]; isOwn: boolean }) {
  const { terms, branches, recommendations, isOwn } = more
  return {
    title: t('awards.one.title', { organisation: award.organisationName }),
    back: isOwn ? { text: t('home.title'), href: '/home' } : { text: t('awards.title'), href: '/awards' },
    heading: { caption: t('awards.one.caption'), text: award.organisationName, size: 'l' as const },
    status: { ...awardStatus(t, award.status), fill: true },
    facts: { rows: [
      { key: t('awards.one.valid_to'), value: award.validTo ? longDay(t, award.validTo) : t('awards.with_us') },
      { key: t('awards.one.since'), value: longDay(t, award.grantedOn), hint: award.recordedFromPaper ? t('awards.one.paper') : null },
      { key: t('awards.one.code'), value: award.code, code: true },
      branchesRow(t, t('awards.one.branches'), branches),
    ] },
    paper: { text: t('awards.one.certificate'), href: `/awards/${award.id}/certificate` },
    verify: { text: t('awards.one.verify'), href: `/verify/${award.code}` },
    terms: {
      caption: t('awards.terms.title'), captionSize: 'm' as const,
      columns: [t('awards.terms.number'), t('awards.terms.from'), t('awards.terms.to'), t('awards.terms.under')],
      rows: terms.map(({ number, startsOn, endsOn, label }) => ({ cells: [{ text: String(number), figures: true }, { text: longDay(t, startsOn) }, { text: longDay(t, endsOn) }, { text: label }] })),
    },
    recommendations: recommendations.length > 0 ? { rows: recommendations.map(each => recommendationRow(t, framework, each)) } : null,
  }
}

/** A longer name is set smaller, so that the certificate stays one sheet. */
const longName = 40

/** Says nothing that the page behind the code does not say too. */
export function certificatePage(t: T, award: NamedAward, { term, branches, isValid, isIssued, baseUrl }: { term: Term; branches: number; isValid: boolean; isIssued: boolean; baseUrl: string }) {
  return {
    title: t('awards.certificate.title', { organisation: award.organisationName }),
    certificate: true,
    back: { text: t('awards.certificate.back'), href: `/awards/${award.id}` },
    organisation: award.organisationName,
    isLong: award.organisationName.length > longName,
    recognised: t('awards.certificate.branches', { count: branches }),
    dates: t('awards.certificate.dates', { from: longDay(t, term.startsOn), to: longDay(t, award.validTo ?? term.endsOn) }),
    since: t('awards.certificate.since', { year: award.grantedOn.slice(0, 4) }),
    given: longDay(t, award.grantedOn),
    code: award.code,
    address: `${new URL(baseUrl).host}/verify/`,
    draft: isIssued ? null : t('awards.certificate.draft'),
    notNow: isValid ? null : { tone: 'stop' as const, icon: 'information' as const, text: [t('awards.certificate.not_now')] },
  }
}

