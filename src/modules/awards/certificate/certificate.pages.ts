import { presentPeriod, supersededBecause } from '../../../domain/certificate-period.ts'
import type { AwardChange } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { wasNeverInvalid, wasValidOn } from '../../../domain/validity.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'
import type { Term } from '../terms/term.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/certificate/certificate': ReturnType<typeof certificatePage>
    'awards/certificate/frieze': Record<string, never>
  }
}

/** Longer names get smaller type, so that the certificate fits on one sheet. */
const longName = 40

export interface ShownOnCertificate {
  /** the award period of the certificate; null for the present one */
  period: Term | null
  terms: readonly Term[]
  changes: readonly AwardChange[]
  today: Day
  branches: number
  isIssued: boolean
  baseUrl: string
}

function supersededNotice(
  t: T,
  { id, validTo }: NamedAward,
  { because, present }: { because: 'renewed' | 'over'; present: Term },
) {
  const notice = { tone: 'stop' as const, icon: 'information' as const, heading: t('awards.certificate.superseded') }
  if (because === 'over')
    return {
      ...notice,
      text: [t('awards.certificate.superseded.over', { day: longDay(t, validTo ?? present.endsOn) })],
      link: null,
    }
  const dates = { from: longDay(t, present.startsOn), to: longDay(t, validTo ?? present.endsOn) }
  return {
    ...notice,
    text: [t('awards.certificate.superseded.renewed', dates)],
    link: { text: t('awards.certificate.superseded.link'), href: `/awards/${id}/certificate` },
  }
}

/** The certificate. It shows nothing that the public page of its code does not show. */
export function certificatePage(
  t: T,
  award: NamedAward,
  { period, terms, changes, today, branches, isIssued, baseUrl }: ShownOnCertificate,
) {
  const last = terms.at(-1)!
  const present = presentPeriod(terms, today)
  const running = period ?? present
  const because = supersededBecause(running, terms, { today, validTo: award.validTo })
  return {
    title: t('awards.certificate.title', { organisation: award.organisationName }),
    certificate: true,
    back: { text: t('awards.certificate.back'), href: `/awards/${award.id}` },
    organisation: award.organisationName,
    isLong: award.organisationName.length > longName,
    recognised: t('awards.certificate.branches', { count: branches }),
    dates: t('awards.certificate.dates', {
      from: longDay(t, running.startsOn),
      to: longDay(t, running === present ? (award.validTo ?? last.endsOn) : running.endsOn),
    }),
    since: t(wasNeverInvalid(changes, today) ? 'awards.certificate.since' : 'awards.certificate.first', {
      year: award.grantedOn.slice(0, 4),
    }),
    given: longDay(t, award.grantedOn),
    code: award.code,
    address: `${new URL(baseUrl).host}/verify/`,
    recorded: award.isRecorded ? t('awards.certificate.recorded') : null,
    draft: isIssued ? null : t('awards.certificate.draft'),
    superseded: because === null ? null : supersededNotice(t, award, { because, present }),
    earlier: terms
      .filter(({ startsOn }) => startsOn < present.startsOn)
      .map(({ number, startsOn, endsOn }) => ({
        text: t('awards.certificate.earlier', { from: longDay(t, startsOn), to: longDay(t, endsOn) }),
        href: `/awards/${award.id}/certificate?period=${number}`,
      })),
    notNow: wasValidOn(changes, today)
      ? null
      : { tone: 'stop' as const, icon: 'information' as const, text: [t('awards.certificate.not_now')] },
  }
}
