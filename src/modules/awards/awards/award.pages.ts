import type { AwardChange, AwardStatus } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { wasNeverInvalid, wasValidOn } from '../../../domain/validity.ts'
import { awardStatus } from './award-status.pages.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AwardLine, NamedAward, Term } from './award.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/awards/list': ReturnType<typeof awardList>
    'awards/awards/certificate': ReturnType<typeof certificatePage>
    'awards/awards/certificate-frieze': Record<string, never>
  }
}

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
  // renewed early, the next one has not begun
  const running = terms.findLast(({ startsOn }) => startsOn <= today) ?? last
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
    recorded: award.isRecorded ? t('awards.certificate.recorded') : null,
    draft: isIssued ? null : t('awards.certificate.draft'),
    notNow: wasValidOn(changes, today)
      ? null
      : { tone: 'stop' as const, icon: 'information' as const, text: [t('awards.certificate.not_now')] },
  }
}

/** The last valid day as a table shows it. An award that ended is not valid to any day to come. */
export function lastDayShown(t: T, { status, validTo }: { status: AwardStatus; validTo: Day | null }): string {
  if (status === 'ended') return t('awards.not_valid')
  return validTo ? longDay(t, validTo) : t('awards.with_us')
}
