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
  terms: readonly Term[]
  changes: readonly AwardChange[]
  today: Day
  branches: number
  isIssued: boolean
  baseUrl: string
}

/** The certificate. It shows nothing that the public page of its code does not show. */
export function certificatePage(
  t: T,
  award: NamedAward,
  { terms, changes, today, branches, isIssued, baseUrl }: ShownOnCertificate,
) {
  const last = terms.at(-1)!
  // After an early renewal, the last term has not begun yet.
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
