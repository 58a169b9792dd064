import { criteriaAskedBy } from '../../../domain/framework.ts'
import { errorSummary, dateField, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { judgementStatus, outcomeStatus, recommendationRow } from '../../applications/applications.public.ts'
import type { T } from '../../../words/words.ts'
import { decisionLetterMost } from '../decisions/decision.forms.ts'
import type { Before } from '../decisions/decision.pages.ts'
import type { Proposal } from './proposal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/proposals/edit': ReturnType<typeof proposalPage>
    'appraisal/proposals/proposed': Pick<ReturnType<typeof proposalPage>, 'recommendations'>
    'appraisal/proposals/recommend': NonNullable<ReturnType<typeof proposalPage>['write']>['add']
  }
}

export const formOfProposal = ({ version, outcome, outcomeReason, decisionLetter }: Proposal): Form => ({
  values: { version: String(version), outcome: outcome ?? '', outcomeReason, decisionLetter },
  errors: [],
})

/** The chair's page while it is written; for everybody else who may, what it says. */
export function proposalPage(
  t: T,
  before: Before,
  {
    proposal,
    sentBackReason,
    unmet,
    mayWrite,
    form = emptyForm,
  }: {
    proposal: Proposal | null
    sentBackReason: string | null
    unmet: readonly string[]
    mayWrite: boolean
    form?: Form
  },
) {
  const { application, framework } = before
  const address = `/applications/${application.id}`
  const isWriting = mayWrite && proposal?.status === 'being written'
  return {
    title: t('decisions.proposal.title'),
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: { caption: application.organisationName, text: t('decisions.proposal.title'), size: 'l' as const },
    sentBack: sentBackReason
      ? {
          tone: 'stop' as const,
          icon: 'speech' as const,
          heading: t('decisions.proposal.sent_back'),
          text: sentBackReason.split(/\n+/),
        }
      : null,
    nothing: proposal === null,
    shown:
      proposal && !isWriting
        ? {
            outcome: outcomeStatus(t, proposal.outcome),
            decisionLetter: proposal.decisionLetter.split(/\n{2,}/).filter(Boolean),
            isWithTrustee: proposal.status === 'with a trustee',
          }
        : null,
    findings: {
      caption: t('decisions.proposal.findings'),
      captionSize: 'm' as const,
      kind: 'criteria' as const,
      columns: [t('decisions.table.criterion'), t('decisions.table.panel')],
      rows: criteriaAskedBy(framework, application.kind).map(item => {
        const finding = before.findings.find(({ itemId }) => itemId === item.id)
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
    },
    meeting: isWriting ? { text: t('decisions.proposal.meeting'), href: `${address}/meeting` } : null,
    recommendations: before.recommendations.map(each => ({
      list: { rows: [recommendationRow(t, framework, each)] },
      takeOut: isWriting
        ? {
            text: t('decisions.recommendation.take_out'),
            kind: 'secondary' as const,
            hidden: each.body,
            name: 'then',
            value: `take-out ${each.id}`,
          }
        : null,
    })),
    write: !isWriting
      ? null
      : {
          action: `${address}/proposal`,
          version: hiddenField(form, 'version'),
          outcome: radios(
            form,
            'outcome',
            t('decisions.outcome.legend'),
            framework.decisions.map(({ id }) => ({
              value: id,
              text: t(`outcome.${id}`),
              hint: t(`decisions.outcome.${id}.hint`),
            })),
            { size: 'm' },
          ),
          outcomeReason: textArea(form, 'outcomeReason', t('decisions.outcome_reason.label'), { rows: 3 }),
          decisionLetter: textArea(form, 'decisionLetter', t('decisions.decision_letter.label'), {
            rows: 14,
            hint: t('decisions.decision_letter.hint'),
            most: decisionLetterMost,
            size: 'm',
          }),
          unmet,
          add: {
            kind: radios(
              form,
              'kind',
              t('decisions.recommendation.kind.legend'),
              framework.recommendationKinds.map(kind => ({
                value: kind,
                text: t(`recommendation.kind.${kind}`),
                hint: t(`decisions.recommendation.${kind}.hint`),
              })),
            ),
            item: select(
              form,
              'item',
              t('decisions.recommendation.item.label'),
              criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
                value: id,
                text: `${code} ${title}`,
              })),
              { empty: t('decisions.recommendation.item.none') },
            ),
            body: textArea(form, 'body', t('decisions.recommendation.body.label'), { rows: 3 }),
            owner: textField(form, 'owner', t('decisions.recommendation.owner.label'), {
              hint: t('decisions.recommendation.owner.hint'),
              width: 20,
            }),
            dueOn: dateField(form, 'dueOn', t('decisions.recommendation.due.label')),
          },
        },
  }
}
