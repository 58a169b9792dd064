import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import { criteriaAskedBy, type Framework } from '../../../domain/framework.ts'
import type { Application, ApplicationKind } from '../../../domain/application.ts'
import type { Table } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import {
  autosavedPart,
  formShown,
  type Entered,
  type FormShown,
  type Saved,
  type Typing,
} from '../../../web/autosaved-page.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import { judgementStatus, outcomeStatus, recommendationRow } from '../../applications/applications.public.ts'
import type { DecisionFacts } from '../decisions/decision.pages.ts'
import { criteriaToConfirm, linksToConfirm } from '../meetings/to-confirm.pages.ts'
import type { AgreedFinding } from '../meetings/meeting.store.ts'
import { keptFields, maxDecisionLetter } from './proposal.forms.ts'
import type { Proposal, Recommendation } from './proposal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/proposals/edit': ReturnType<typeof proposalPage>
    'appraisal/proposals/recommendations': Pick<ReturnType<typeof proposalPage>, 'recommendations'>
    'appraisal/proposals/recommendation-fields': RecommendationInputs
  }
}

export interface ProposalCase extends DecisionFacts {
  findings: readonly AgreedFinding[]
  proposal: Proposal | null
  mayWrite: boolean
  typing: Typing
  /** the reason, if a trustee sent back the last proposal that the panel sent; otherwise null */
  sentBackReason: string | null
  /** the guards that are not met for sending the proposal to a trustee */
  unmet: readonly ApplicationGuard[]
}

/**
 * The page on which the chair writes the proposal. Other readers see its text, and so does the chair once the proposal
 * is sent.
 * @param entered the submitted values; null to show the saved proposal, with any unsaved text
 */
export function proposalPage(t: T, it: ProposalCase, entered: Entered | null = null) {
  const { application, framework, proposal, mayWrite } = it
  const address = `/applications/${application.id}`
  const isWriting = mayWrite && proposal?.status === 'being written'
  const whole = formShown(savedProposal(proposal), it.typing.typed, entered)
  const shown = whole.form
  return {
    title: t('proposals.title'),
    back: { text: application.organisationName, href: address },
    errors: errorSummary(shown),
    heading: { caption: application.organisationName, text: t('proposals.title'), size: 'l' as const },
    sentBack: it.sentBackReason ? sentBackNotice(t, it.sentBackReason) : null,
    nothing: proposal === null,
    shown: proposal && !isWriting ? proposalText(t, application, proposal) : null,
    findings: proposal ? findingsTable(t, it) : null,
    meeting: isWriting ? { text: t('proposals.meeting'), href: `${address}/meeting` } : null,
    recommendations: it.recommendations.map(each => recommendationOf(t, framework, each, isWriting)),
    write: isWriting
      ? { ...writing(t, it, shown), autosaved: autosavedPart(t, it.typing, inWords(t, framework, whole), labelsOf(t)) }
      : null,
  }
}

function savedProposal(proposal: Proposal | null): Saved {
  if (proposal === null) return { form: formOf({}), fields: [] }
  const { version, outcome, outcomeReason, decisionLetter } = proposal
  return {
    form: formOf({ version: String(version), outcome: outcome ?? '', outcomeReason, decisionLetter }),
    fields: keptFields,
  }
}

/** In the versions from other windows, replaces the id of the outcome by its words. */
const inWords = (t: T, { decisions }: Framework, shown: FormShown): FormShown => ({
  ...shown,
  others: shown.others.map(({ isSaved, form }) => {
    const outcome = decisions.find(({ id }) => id === valueOf(form, 'outcome'))
    return { isSaved, form: formOf({ ...form.values, outcome: outcome ? t(`outcome.${outcome.id}`) : '' }) }
  }),
})

const labelsOf = (t: T) => ({
  outcome: t('proposals.outcome'),
  outcomeReason: t('proposals.outcome_reason'),
  decisionLetter: t('proposals.decision_letter'),
  body: t('proposals.recommendation.body'),
})

const sentBackNotice = (t: T, reason: string) => ({
  tone: 'stop' as const,
  icon: 'speech' as const,
  heading: t('proposals.sent_back'),
  text: paragraphs(reason),
})

const proposalText = (t: T, { status }: Pick<Application, 'status'>, proposal: Proposal) => ({
  outcome: outcomeStatus(t, proposal.outcome),
  decisionLetter: paragraphs(proposal.decisionLetter),
  isWithTrustee: proposal.status === 'with a trustee' && status !== 'withdrawn',
})

function findingsTable(t: T, { application, framework, findings }: ProposalCase): Table {
  return {
    caption: t('proposals.findings'),
    captionSize: 'hidden',
    kind: 'criteria',
    columns: [t('decisions.table.criterion'), t('decisions.table.panel')],
    rows: criteriaAskedBy(framework, application.kind).map(item => {
      const finding = findings.find(({ itemId }) => itemId === item.id)
      return {
        code: item.code,
        cells: [
          { text: item.title },
          {
            status: judgementStatus(t, finding?.judgement ?? null),
            text: finding ? null : t('decisions.table.nothing'),
            reason: finding?.reason ?? null,
          },
        ],
      }
    }),
  }
}

const recommendationOf = (t: T, framework: Framework, recommendation: Recommendation, isWriting: boolean) => ({
  list: { rows: [recommendationRow(t, framework, recommendation)] },
  remove: isWriting
    ? {
        text: t('proposals.recommendation.remove'),
        kind: 'secondary' as const,
        hidden: recommendation.body,
        name: 'then',
        value: `remove ${recommendation.id}`,
      }
    : null,
})

const writing = (t: T, { application, framework, findings, unmet }: ProposalCase, form: Form) => ({
  action: `/applications/${application.id}/proposal`,
  version: hiddenField(form, 'version'),
  outcome: radios(form, 'outcome', t('proposals.outcome'), {
    choices: framework.decisions.map(({ id }) => ({
      value: id,
      text: t(`outcome.${id}`),
      hint: t(`proposals.outcome.${id}.hint`),
    })),
    size: 'm',
  }),
  outcomeReason: textArea(form, 'outcomeReason', t('proposals.outcome_reason'), { rows: 3 }),
  decisionLetter: textArea(form, 'decisionLetter', t('proposals.decision_letter'), {
    rows: 14,
    hint: t('proposals.decision_letter.hint'),
    most: maxDecisionLetter,
    size: 'm',
  }),
  unmet: unmet.map(guard => t(`application.guard.${guard}`)),
  toConfirm: linksToConfirm(t, application, criteriaToConfirm({ application, framework, agreed: findings })),
  recommendation: recommendationInputs(t, { application, framework }, form),
})

export type RecommendationInputs = ReturnType<typeof recommendationInputs>

/**
 * The inputs for a recommendation.
 * @param nameOf returns the name of a field, for a page with several recommendations
 */
export const recommendationInputs = (
  t: T,
  { application, framework }: { application: { kind: ApplicationKind }; framework: Framework },
  form: Form,
  nameOf: (field: string) => string = field => field,
) => ({
  kind: radios(form, nameOf('kind'), t('proposals.recommendation.kind'), {
    choices: framework.recommendationKinds.map(each => ({
      value: each,
      text: t(`recommendation.kind.${each}`),
      hint: t(`proposals.recommendation.${each}.hint`),
    })),
  }),
  body: textArea(form, nameOf('body'), t('proposals.recommendation.body'), { rows: 3 }),
  item: select(form, nameOf('item'), t('proposals.recommendation.item'), {
    choices: criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
      value: id,
      text: `${code} ${title}`,
    })),
    empty: t('proposals.recommendation.item.none'),
  }),
  owner: textField(form, nameOf('owner'), t('proposals.recommendation.owner'), {
    hint: t('proposals.recommendation.owner.hint'),
    width: 20,
  }),
  dueOn: dateField(form, nameOf('dueOn'), t('proposals.recommendation.due')),
})
