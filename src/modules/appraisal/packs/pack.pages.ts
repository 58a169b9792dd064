import { criteriaAskedBy } from '../../../domain/framework.ts'
import { mayOpen, mayReadRatings } from '../../../domain/readable-evidence.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { DocumentData, Paper, PaperSection } from '../../../files/typeset.ts'
import { errorSummary } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { frozenPage, type FrozenPage } from '../../applications/applications.public.ts'
import type { DecisionCase } from '../decisions/decision.pages.ts'
import { minutesHeading, minutesParagraphs } from '../minutes/minutes.pages.ts'
import type { MinutesLine } from '../minutes/minutes.store.ts'
import type { VisitNote } from '../visits/visit.store.ts'
import type { PackedEvidence } from './pack.actions.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/packs/pack': ReturnType<typeof packPage>
  }
}

/** The page with the two downloads, which are offered once the person has entered their password. */
export function packPage(t: T, application: ApplicationRecord, form: Form, isConfirmed: boolean) {
  return {
    title: t('pack.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    password: passwordAgain(t, form, isConfirmed),
    downloads: isConfirmed
      ? [
          { text: t('pack.pdf'), href: `/applications/${application.id}/pack.pdf` },
          { text: t('pack.zip'), href: `/applications/${application.id}/pack.zip` },
        ]
      : [],
  }
}

/** The parts of a case that the reader may see, as on its pages. */
export interface PackedCase {
  read: FrozenPage
  decided: DecisionCase
  evidence: readonly PackedEvidence[]
  /** the minutes of the panel's meetings and the notes of visits; empty for a reader who may not see them */
  minutes: readonly MinutesLine[]
  visits: readonly VisitNote[]
}

/** The decision pack: the submission, its outcome, and the evidence with its hashes. */
export function packPaper(t: T, actor: Actor, it: PackedCase): Paper {
  const { application, submission } = it.read
  const view = frozenPage(t, actor, it.read)
  return {
    title: t('pack.paper', { organisation: application.organisationName, receipt: submission.receipt }),
    lead: [t(`application.kind.${application.kind}`), view.lead, ...(view.erased ? [view.erased] : [])],
    sections: [
      section(t('pack.summary'), view.summary),
      ...view.groups.flatMap(({ heading, answers }) => [
        section(heading, []),
        ...answers.map(answer =>
          section(
            [answer.code, answer.title].filter(Boolean).join(' '),
            [
              ...answer.text,
              ...(answer.rating ? [t('pack.rating', { rating: answer.rating })] : []),
              ...(answer.evidence.length > 0 ? [t('pack.used', { evidence: list(t, answer.evidence) })] : []),
            ],
            { level: 3 },
          ),
        ),
      ]),
      ...concluded(t, actor, it.decided),
      ...it.minutes.map(line => section(minutesHeading(t, line), minutesParagraphs(t, line))),
      ...it.visits.map(({ visitedOn, body }) =>
        section(t('visits.on', { day: longDay(t, visitedOn) }), paragraphs(body)),
      ),
      evidenceSection(t, actor, it),
      section(t('pack.checksum'), [submission.sha256]),
    ],
  }
}

const section = (
  heading: string,
  text: readonly string[],
  { level = 2, table = null }: Partial<Pick<PaperSection, 'level' | 'table'>> = {},
): PaperSection => ({ heading, level, paragraphs: [...text], table })

/** Agreed findings, the outcome, recommendations and the decision letter, each only if the reader may see it. */
function concluded(t: T, actor: Actor, it: DecisionCase): PaperSection[] {
  const { application, framework, findings, ratings, recommendations, proposal, decision, may } = it
  const shown = decision ?? (may.seeProposal && proposal?.status === 'with a trustee' ? proposal : null)
  const seesRatings = mayReadRatings(actor, application)
  const rows = criteriaAskedBy(framework, application.kind).flatMap(({ id, code, title }) => {
    const finding = findings.find(({ itemId }) => itemId === id)
    const own = seesRatings ? ratings.find(({ itemId }) => itemId === id)?.ownRating : null
    if (!finding) return []
    return [[`${code} ${title}`, own ? t(`judgement.${own}`) : '', t(`judgement.${finding.judgement}`), finding.reason]]
  })
  const columns = ['criterion', 'library', 'panel', 'reason'] as const
  return [
    ...(rows.length > 0
      ? [section(t('pack.findings'), [], { table: { columns: columns.map(name => t(`pack.findings.${name}`)), rows } })]
      : []),
    ...(shown?.outcome
      ? [section(t(decision ? 'pack.decision' : 'pack.proposal'), [t(`outcome.${shown.outcome}`), ...reasonsOf(it)])]
      : []),
    ...(shown && recommendations.length > 0
      ? [
          section(
            t('recommendations.title'),
            recommendations.map(({ kind, body }) => `${t(`recommendation.kind.${kind}`)}: ${body}`),
          ),
        ]
      : []),
    ...(shown ? [section(t(decision ? 'pack.letter' : 'pack.letter.draft'), paragraphs(shown.decisionLetter))] : []),
  ]
}

const reasonsOf = ({ may, proposal }: DecisionCase): string[] =>
  may.seeProposal && proposal?.outcomeReason ? paragraphs(proposal.outcomeReason) : []

function evidenceSection(t: T, actor: Actor, { read, evidence }: PackedCase): PaperSection {
  const isOpen = ({ id }: { id: string }) => mayOpen(actor, read.application, read.subjects.get(id))
  const withheld = read.copy.evidence.filter(each => !isOpen(each)).length
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
  return section(t('pack.evidence'), withheld > 0 ? [t('submissions.read.withheld', { count: withheld })] : [], {
    table: rows.length === 0 ? null : { columns: columns.map(name => t(`pack.evidence.${name}`)), rows },
  })
}

/** A hash with spaces, at which its line can break. */
const spaced = (hash: string): string => hash.replace(/.{16}(?=.)/g, '$& ')

/** @param made the person who downloads it and the time, for the footer of each page */
export const packDocument = (t: T, paper: Paper, made: { by: string; at: string }): DocumentData => ({
  language: t.language,
  author: t('awards.certificate.author'),
  footer: t('pack.made', made),
  ...paper,
})
