import { hasConsent } from '../../../domain/consent.ts'
import { warnsBefore, type EvidenceKind, type EvidenceSubject } from '../../../domain/evidence.ts'
import type { FrozenEvidence } from '../../../domain/submission.ts'
import type { Day } from '../../../domain/time.ts'
import type { Link, Status, Thumbnail } from '../../../web/components.ts'
import { list, period } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type EvidenceLine, branchChips, expiredStatus, thumbnail } from '../../evidence/evidence.public.ts'
import type { AnswerLine, Criterion } from './criterion.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria/evidence': AnswerEvidenceList
  }
}

/** One item of evidence of an answer, either as it is now or as it was submitted. */
export interface AnswerEvidence {
  id: string
  title: string
  href: string
  /** the kind of the evidence, the period that it covers, and its branches */
  line: string
  /** null unless the evidence has expired; always null in a submitted answer */
  expired: Expired | null
  /** a remark, such as that the evidence is restricted; null when there is none */
  remark: string | null
  /** null in a submitted answer */
  thumbnail: Thumbnail | null
  /** the text of the button to remove the evidence; null when it cannot be removed */
  remove: string | null
}
interface Expired {
  status: Status
  /**
   * the link to the page that changes the expiry date; null unless the person can write the answer and change that date
   */
  link: Link | null
  /** advice for a person who can write the answer but cannot change the expiry date; otherwise null */
  text: string | null
}
export interface AnswerEvidenceList {
  evidenceItems: readonly AnswerEvidence[]
  withheld: string | null
}

export const frozenEvidence = (t: T, evidence: FrozenEvidence, now?: EvidenceSubject): AnswerEvidence => ({
  id: evidence.id,
  title: evidence.title,
  href: `/evidence/${evidence.id}`,
  line: evidenceLine(t, evidence),
  expired: null,
  remark:
    [
      ...(evidence.supplementary ? [t('answers.supplementary')] : []),
      ...(warnsBefore({ ...evidence, distressing: evidence.distressing === true || now?.distressing === true })
        ? [t('content_warning.remark')]
        : []),
    ].join(' ') || null,
  thumbnail: null,
  remove: null,
})

export const evidenceOf = (t: T, { evidence, today }: Criterion, mayWrite: boolean): AnswerEvidence[] =>
  evidence.map(line => ({
    id: line.id,
    title: line.title,
    href: `/evidence/${line.id}`,
    line: evidenceLine(t, line),
    expired: expiredPart(t, line, { today, mayWrite }),
    remark: remarkOn(t, line, today, mayWrite),
    thumbnail: thumbnail(line, today),
    remove: mayWrite ? t('answers.evidence.remove') : null,
  }))

/** The maximum number of branches that a line names. If there are more, the line shows only their number. */
const mostBranches = 3

const evidenceLine = (
  t: T,
  { kind, periodFrom, periodTo, branches }: Pick<FrozenEvidence, 'kind' | 'periodFrom' | 'periodTo' | 'branches'>,
): string =>
  t('answers.evidence.line', {
    kind: t(`evidence.kind.${kind as EvidenceKind}`),
    period: periodFrom ? period(t, periodFrom, periodTo ?? periodFrom) : t('evidence.period.none'),
    branches: list(t, branchChips(t, branches, mostBranches).items),
  })

function expiredPart(
  t: T,
  { id, title, expiresOn, mayTransfer }: AnswerLine,
  { today, mayWrite }: { today: Day; mayWrite: boolean },
): Expired | null {
  const status = expiredStatus(t, expiresOn, today)
  return (
    status && {
      status,
      link:
        mayWrite && mayTransfer
          ? { text: t('answers.evidence.expired.change'), hidden: title, href: `/evidence/${id}/ownership` }
          : null,
      text: mayWrite && !mayTransfer ? t('answers.evidence.expired.ask') : null,
    }
  )
}

function remarkOn(
  t: T,
  line: Pick<EvidenceLine, 'sensitivity' | 'consentUntil' | 'isConsentWithdrawn'>,
  today: Day,
  mayWrite: boolean,
): string | null {
  if (!hasConsent(line, today)) {
    const key = `consents.criterion.${line.isConsentWithdrawn ? 'withdrawn' : 'needed'}` as const
    return mayWrite ? t(key) : t(`${key}.read`)
  }
  return line.sensitivity === 'restricted' ? t('evidence.sensitivity.restricted') : null
}
