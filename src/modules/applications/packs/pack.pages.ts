import type { Actor } from '../../../domain/actor.ts'
import { canBeWritten } from '../../../domain/application.ts'
import type { WithoutConsent } from '../../../domain/consent.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import type { Paper, PaperSection } from '../../../files/typeset.ts'
import { paperSection } from '../../../web/paper.ts'
import { dayAndTime, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { leftOutSentences } from '../../evidence/evidence.public.ts'
import { contentsRead, type ReadableCopy } from '../submissions/submission.pages.ts'
import type { Submission } from '../submissions/submission.store.ts'
import type { PackedEvidence } from './pack.actions.ts'

/** A draft or a submission, to be downloaded by its library. */
export interface ApplicationToPack {
  read: ReadableCopy
  /** null when the pack contains a draft */
  submission: Submission | null
  evidence: readonly PackedEvidence[]
  /** the reason for each item of evidence that is not in the pack */
  leftOut: readonly WithoutConsent[]
}

/** The whole application as a document for its library: every answer, and an index of the evidence. */
export function applicationPaper(
  t: T,
  actor: Actor,
  { read, submission, evidence, leftOut }: ApplicationToPack,
): Paper {
  const { application, copy } = read
  const view = contentsRead(t, actor, read)
  return {
    title: t('application_pack.paper', {
      organisation: application.organisationName,
      kind: t(`application.kind.${application.kind}`),
    }),
    lead: [
      submission
        ? t('application_pack.submitted', {
            moment: dayAndTime(t, submission.submittedAt),
            receipt: submission.receipt,
          })
        : t(canBeWritten(application) ? 'application_pack.draft' : 'application_pack.never'),
      ...(application.decisionLetterReleased ? [] : [t('application_pack.announce')]),
    ],
    sections: [
      paperSection(t('submissions.scope'), [list(t, copy.scope?.map(({ name }) => name) ?? [])]),
      ...answerSections(t, view),
      ...partnershipSections(t, view),
      evidenceSection(t, actor, { read, evidence, leftOut }),
      ...(submission ? [paperSection(t('pack.checksum'), [submission.sha256])] : []),
    ],
  }
}

type Contents = ReturnType<typeof contentsRead>

/** The summary and each answer, with the titles of its evidence. */
export const answerSections = (t: T, view: Pick<Contents, 'summary' | 'groups'>): PaperSection[] => [
  paperSection(t('pack.summary'), view.summary.length > 0 ? view.summary : [t('submissions.read.nothing')]),
  ...view.groups.flatMap(({ heading, answers }) => [
    paperSection(heading, []),
    ...answers.map(answer =>
      paperSection(
        [answer.code, answer.title].filter(Boolean).join(' '),
        [
          ...(answer.text.length > 0 ? answer.text : [t('submissions.read.nothing')]),
          ...(answer.rating ? [t('pack.rating', { rating: answer.rating })] : []),
          ...(answer.evidence.length > 0 ? [t('pack.used', { evidence: list(t, answer.evidence) })] : []),
        ],
        { level: 3 },
      ),
    ),
  ]),
]

/** The partnerships that the application shows. */
export function partnershipSections(t: T, { partnerships }: Pick<Contents, 'partnerships'>): PaperSection[] {
  if (partnerships.length === 0) return []
  return [
    paperSection(t('shown_partners.heading'), []),
    ...partnerships.map(({ name, english, note, facts, agreed, activities, earlier, evidence }) =>
      paperSection(
        name.text,
        [
          ...[english, note].filter(line => line !== null),
          ...facts.map(({ term, text }) => `${term}: ${text}`),
          ...agreed,
          ...activities,
          ...(earlier?.text ?? []),
          ...(evidence.length > 0
            ? [
                t('pack.used', {
                  evidence: list(
                    t,
                    evidence.map(({ text }) => text),
                  ),
                }),
              ]
            : []),
        ],
        { level: 3 },
      ),
    ),
  ]
}

/**
 * An index of the evidence: the file in the ZIP, its original name and its hash. Evidence left out for lack of consent
 * is counted but not named, because a title can name people. Files that need a redacted copy are counted too.
 */
export function evidenceSection(
  t: T,
  actor: Actor,
  {
    read,
    evidence,
    leftOut = [],
  }: Pick<ApplicationToPack, 'read' | 'evidence'> & { leftOut?: ApplicationToPack['leftOut'] },
): PaperSection {
  const isReadable = ({ id }: { id: string }) => mayOpen(actor, read.application, read.subjects.get(id))
  const withheld = read.copy.evidence.filter(each => !isReadable(each)).length
  const toRedact = evidence.reduce((sum, each) => sum + each.toRedact, 0)
  const rows = evidence.flatMap(({ number, title, files }) =>
    files.length === 0
      ? [[String(number), title, '', '', '']]
      : files.map(({ entry, name, sha256, redactedOn }) => [
          String(number),
          title,
          entry,
          redactedOn ? t('pack.evidence.redacted', { day: longDay(t, redactedOn) }) : name,
          spaced(sha256),
        ]),
  )
  const columns = ['number', 'title', 'entry', 'name', 'sha256'] as const
  const said = [
    ...(withheld > 0 ? [t('submissions.read.withheld', { count: withheld })] : []),
    ...leftOutSentences(t, leftOut),
    ...(toRedact > 0 ? [t('pack.evidence.to_redact', { count: toRedact })] : []),
  ]
  return paperSection(t('pack.evidence'), said, {
    table: rows.length === 0 ? null : { columns: columns.map(name => t(`pack.evidence.${name}`)), rows },
  })
}

/** Adds a space after every 16 characters, so that a line can break there. */
const spaced = (hash: string): string => hash.replace(/.{16}(?=.)/g, '$& ')
