import type { Framework, PanelReason } from '../../../domain/framework.ts'
import type { FrozenCopy } from '../../../domain/submission.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Paper } from '../../../files/typeset.ts'
import { paperSection } from '../../../web/paper.ts'
import { dayAndTime, inGroupsOfFour, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Submission } from './submission.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/submissions/receipt': ReturnType<typeof receiptPage>
  }
}

export interface Receipt {
  application: ApplicationRecord
  framework: Framework
  submission: Submission
  copy: FrozenCopy
  all: readonly Submission[]
}

/**
 * The receipt of a submission. It fits on one printed page.
 * @param now `panel` lists why a panel will read a light renewal; empty when no panel will
 */
export function receiptPage(
  t: T,
  { application, framework, submission, copy, all }: Receipt,
  now: { panel: readonly PanelReason[]; hasOpenQuestion: boolean },
) {
  const isWaiting = ['submitted', 'resubmitted', 'checked'].includes(application.status)
  return {
    title: t('submissions.receipt.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    panel: {
      title: t(`submissions.receipt.panel.${application.kind}`),
      text: t('submissions.receipt.what', { organisation: application.organisationName, number: submission.number }),
      strong: dayAndTime(t, submission.submittedAt),
    },
    emailed: t('submissions.receipt.emailed', { names: list(t, copy.contacts?.leads ?? []) }),
    next: isWaiting
      ? {
          steps: nextSteps(t, application, now.panel),
          nothing: now.hasOpenQuestion ? null : t('submissions.receipt.nothing'),
        }
      : null,
    receipt: { rows: receiptRows(t, { framework, submission, copy }) },
    pdf: {
      text: t('submissions.receipt.pdf'),
      href: `/applications/${application.id}/submissions/${submission.number}/receipt.pdf`,
    },
    read: {
      text: t('submissions.receipt.read'),
      href: `/applications/${application.id}/submissions/${submission.number}`,
    },
    earlier: all
      .filter(({ number }) => number !== submission.number)
      .map(({ number, submittedAt }) => ({
        text: t('submissions.receipt.one', { number, day: longDay(t, dayOf(submittedAt)) }),
        href: `/applications/${application.id}/submissions/${number}`,
      })),
  }
}

function receiptRows(t: T, { framework, submission, copy }: Pick<Receipt, 'framework' | 'submission' | 'copy'>) {
  const criteria = new Set(framework.criteria.map(({ id }) => id))
  return [
    { key: t('submissions.receipt.number'), value: submission.receipt },
    { key: t('submissions.receipt.by'), value: submission.submittedBy },
    {
      key: t('submissions.receipt.contents'),
      value: t('submissions.receipt.contents.value', {
        criteria: t('submissions.receipt.criteria', {
          count: copy.answers.filter(({ item }) => criteria.has(item)).length,
        }),
        evidence: t('submissions.receipt.evidence', { count: copy.evidence.length }),
      }),
    },
    { key: t('submissions.receipt.announce'), value: t('submissions.receipt.announce.value') },
    { key: t('submissions.receipt.checksum'), value: linesOf(submission.sha256), code: true },
  ]
}

/** The receipt as a document to download and print. */
export function receiptPaper(t: T, it: Receipt): Paper {
  const { application, submission } = it
  const rows = receiptRows(t, it).map(({ key, value }) => [key, Array.isArray(value) ? value.join(' ') : value])
  return {
    title: t('submissions.receipt.paper', { organisation: application.organisationName }),
    lead: [
      t(`application.kind.${application.kind}`),
      t('submissions.read.lead', { moment: dayAndTime(t, submission.submittedAt) }),
    ],
    sections: [
      paperSection(t('submissions.read.title', { number: submission.number }), [], {
        table: { columns: [t('submissions.receipt.part'), t('submissions.receipt.value')], rows },
      }),
    ],
  }
}

const nextSteps = (t: T, application: ApplicationRecord, panel: readonly PanelReason[]): string[] => [
  ...checkingStep(t, application),
  readingStep(t, application, panel),
  t('submissions.receipt.next.questions'),
  t('submissions.receipt.next.letter'),
]

function checkingStep(t: T, { status }: ApplicationRecord): string[] {
  if (status === 'checked') return []
  return [t(status === 'resubmitted' ? 'submissions.receipt.again.coordinator' : 'submissions.receipt.next.check')]
}

/** Says who will read the submission. If the panel had asked for more evidence, it reads the new answers. */
function readingStep(t: T, { kind, status }: ApplicationRecord, panel: readonly PanelReason[]): string {
  if (status === 'resubmitted') return t('submissions.receipt.again.panel')
  if (kind !== 'renewal') return t('submissions.receipt.next.panel')
  const reasons = panel.map(reason => t(`renewal.panel.own.${reason}`))
  return panel.length > 0
    ? t('renewal.light.next.panel', { reasons: list(t, reasons) })
    : t('renewal.receipt.next.trustee')
}

/** A checksum in lines of four groups of four characters. Short groups are easy to read aloud. */
const linesOf = (code: string): string[] => code.match(/.{1,16}/g)?.map(inGroupsOfFour) ?? []
