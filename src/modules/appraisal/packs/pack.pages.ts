import { criteriaAskedBy } from '../../../domain/framework.ts'
import { mayReadRatings } from '../../../domain/readable-evidence.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Paper, PaperSection } from '../../../files/typeset.ts'
import { errorSummary } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { paperSection } from '../../../web/paper.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  answerSections,
  evidenceSection,
  frozenPage,
  reasonSections,
  type FrozenPage,
  type PackedEvidence,
} from '../../applications/applications.public.ts'
import { letterShown, type DecisionCase } from '../decisions/decision.pages.ts'
import { minutesHeading, minutesParagraphs } from '../minutes/minutes.pages.ts'
import type { MinutesLine } from '../minutes/minutes.store.ts'
import type { VisitNote } from '../visits/visit.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/packs/pack': ReturnType<typeof packPage>
  }
}

/**
 * The page to download the application as a PDF, or with its evidence as a ZIP. The password is needed again, except
 * for the library's own PDF.
 */
export function packPage(
  t: T,
  application: ApplicationRecord,
  { form, isConfirmed, isLibrary }: { form: Form; isConfirmed: boolean; isLibrary: boolean },
) {
  const address = `/applications/${application.id}`
  const title = t(isLibrary ? 'application_pack.title' : 'pack.title')
  const zip = isConfirmed ? [{ text: t('pack.zip'), href: `${address}/pack.zip` }] : []
  return {
    title,
    heading: { text: title, caption: application.organisationName, size: 'l' as const },
    back: {
      text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName,
      href: address,
    },
    errors: errorSummary(form),
    text: isLibrary ? [t('application_pack.lead'), t('application_pack.kept')] : [t('pack.lead'), t('pack.kept')],
    downloads: [...(isConfirmed || isLibrary ? [{ text: t('pack.pdf'), href: `${address}/pack.pdf` }] : []), ...zip],
    password: passwordAgain(t, form, isConfirmed),
    toConfirm: isLibrary ? t('application_pack.to_confirm') : null,
  }
}

/** The parts of an application that the reader can also see on its pages. */
export interface PackedCase {
  read: FrozenPage
  decided: DecisionCase
  evidence: readonly PackedEvidence[]
  /**
   * the reasons for returns, requests for more evidence and other moves, as far as the reader can read them, newest
   * first
   */
  reasons: readonly MoveReason[]
  /** the minutes of the panel's meetings; empty for a reader who cannot see them */
  minutes: readonly MinutesLine[]
  /** the notes on visits; empty for a reader who cannot see them */
  visits: readonly VisitNote[]
}

/** The decision pack: what was submitted, asked, found and decided, with hashes of the evidence and the submission. */
export function packPaper(t: T, actor: Actor, it: PackedCase): Paper {
  const { application, submission } = it.read
  const view = frozenPage(t, actor, it.read)
  return {
    title: t('pack.paper', { organisation: application.organisationName, receipt: submission.receipt }),
    lead: [t(`application.kind.${application.kind}`), view.lead, ...(view.erased ? [view.erased] : [])],
    sections: [
      ...answerSections(t, view),
      ...reasonSections(t, it.read.framework, it.reasons),
      ...concluded(t, actor, it.decided),
      ...it.minutes.map(line => paperSection(minutesHeading(t, line), minutesParagraphs(t, line))),
      ...it.visits.map(({ visitedOn, body }) =>
        paperSection(t('visits.on', { day: longDay(t, visitedOn) }), paragraphs(body)),
      ),
      evidenceSection(t, actor, it),
      paperSection(t('pack.checksum'), [submission.sha256]),
    ],
  }
}

/**
 * The agreed findings, the outcome, the recommendations and the decision letter, each only if the reader can see it.
 */
function concluded(t: T, actor: Actor, it: DecisionCase): PaperSection[] {
  const { application, framework, findings, ratings, recommendations, proposal, decision, held, may } = it
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
      ? [
          paperSection(t('pack.findings'), [], {
            table: { columns: columns.map(name => t(`pack.findings.${name}`)), rows },
          }),
        ]
      : []),
    ...(shown?.outcome
      ? [
          paperSection(t(decision ? 'pack.decision' : 'pack.proposal'), [
            t(`outcome.${shown.outcome}`),
            ...reasonsOf(it),
          ]),
        ]
      : []),
    ...(shown && recommendations.length > 0
      ? [
          paperSection(
            t('recommendations.title'),
            recommendations.map(({ kind, body }) => `${t(`recommendation.kind.${kind}`)}: ${body}`),
          ),
        ]
      : []),
    ...(decision
      ? [
          paperSection(
            t('pack.letter'),
            letterShown(t, decision, held).parts.map(({ text }) => text),
          ),
        ]
      : []),
    ...(!decision && shown ? [paperSection(t('pack.letter.draft'), paragraphs(shown.decisionLetter))] : []),
  ]
}

const reasonsOf = ({ may, proposal }: DecisionCase): string[] =>
  may.seeProposal && proposal?.outcomeReason ? paragraphs(proposal.outcomeReason) : []
