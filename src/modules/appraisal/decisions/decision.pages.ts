import type { ApplicationRecord } from '../../access/access.public.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { judgementStatus, outcomeStatus, recommendationRow } from '../../applications/applications.public.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AgreedFinding, Decision } from './decision.store.ts'
import type { Proposal, Recommendation } from '../proposals/proposal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/decisions/decision': ReturnType<typeof decisionPage>
  }
}

export interface Before {
  application: ApplicationRecord
  framework: Framework
  findings: readonly AgreedFinding[]
  ratings: ReadonlyMap<string, Judgement>
  recommendations: readonly Recommendation[]
}

/** The trustee's page, the coordinator's release of the letter, and what the library reads when it is out. */
export function decisionPage(
  t: T,
  before: Before,
  {
    proposal,
    decision,
    may,
    form = emptyForm,
  }: {
    proposal: Proposal | null
    decision: Decision | null
    may: { decide: boolean; release: boolean; seeProposal: boolean; openAward: boolean }
    form?: Form
  },
) {
  const { application } = before
  const address = `/applications/${application.id}`
  const released = decision?.releasedAt ?? null
  const shown = decision ?? (may.seeProposal && proposal?.status === 'with a trustee' ? proposal : null)
  const isLibrary = !may.seeProposal
  // a light renewal is confirmed without a panel: nothing to compare
  const isLight = decision !== null && decision.proposalId === null
  const { differing: apart, same } =
    shown && !isLight ? comparison(t, before, address, isLibrary) : { differing: [], same: [] }
  const folds = !isLibrary && apart.length > 0
  const isGiven = isLibrary && released !== null && shown !== null && shown.outcome !== 'not yet'
  const differing = differencesIn(before).length
  return {
    title: t('decisions.title'),
    wide: true,
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: {
      caption: t(`application.kind.${application.kind}`),
      text: application.organisationName,
      size: 'l' as const,
    },
    nothing: shown ? null : t(application.status === 'decided' ? 'decisions.held.panel' : 'decisions.not_yet_there'),
    welcome: isGiven
      ? {
          title: t(application.kind === 'first' ? 'decisions.welcome' : 'decisions.welcome.again'),
          text: application.organisationName,
          strong: t(`outcome.${shown.outcome!}`),
        }
      : null,
    headline: decision ? t('decisions.decided') : t('decisions.panel_proposes'),
    outcome: shown ? outcomeStatus(t, shown.outcome) : null,
    dates: [
      ...(decision && may.seeProposal
        ? [t('decisions.decided.on', { day: longDay(t, dayOf(decision.decidedAt)) })]
        : []),
      ...(released ? [t('decisions.released.on', { day: longDay(t, dayOf(released)) })] : []),
    ],
    differs: isLight ? null : differsSentence(t, differing, isLibrary),
    reason: may.seeProposal && !isLight && proposal?.outcomeReason ? proposal.outcomeReason.split(/\n+/) : null,
    tables: folds ? apart : [...apart, ...same],
    folded: folds
      ? same.map(table => ({ summary: t('decisions.table.same.count', { count: table.rows.length }), table }))
      : [],
    recommendations:
      before.recommendations.length > 0
        ? { rows: before.recommendations.map(each => recommendationRow(t, before.framework, each)) }
        : null,
    draft:
      !decision && shown
        ? { summary: t('decisions.decision_letter.read'), text: shown.decisionLetter.split(/\n{2,}/) }
        : null,
    decisionLetter: decision ? decision.decisionLetter.split(/\n{2,}/).filter(Boolean) : null,
    held:
      decision && !released
        ? { tone: 'plain' as const, icon: 'information' as const, text: [t('decisions.held')] }
        : null,
    decide:
      may.decide && proposal
        ? {
            action: `${address}/decision`,
            version: { name: 'version', value: proposal.version },
            reason: textArea(form, 'reason', t('decisions.send_back.reason.label'), { rows: 4 }),
            sendBack: `${address}/decision/send-back`,
          }
        : null,
    releaseText: t(application.kind === 'first' ? 'decisions.release.text' : 'decisions.release.text.again'),
    release:
      may.release && decision && !released
        ? {
            action: `${address}/decision/release`,
            text: t('decisions.release.button'),
          }
        : null,
    award:
      released && application.awardId && may.openAward
        ? { text: t('decisions.to_award'), href: `/awards/${application.awardId}` }
        : null,
  }
}

function differsSentence(t: T, count: number, isLibrary: boolean): string {
  if (count === 0) return t(isLibrary ? 'decisions.agree.own' : 'decisions.agree')
  return isLibrary ? t('decisions.differs.own', { count }) : t('decisions.differs', { count })
}

/** Differences first; the rest after them. */
function comparison(t: T, before: Before, address: string, isLibrary: boolean): { differing: Table[]; same: Table[] } {
  const differing = new Set(differencesIn(before).map(({ id }) => id))
  const items = criteriaAskedBy(before.framework, before.application.kind)
  const table = (caption: string, some: readonly Item[]): Table[] =>
    some.length === 0
      ? []
      : [
          {
            caption,
            captionSize: 'm',
            kind: 'criteria',
            columns: [
              t('decisions.table.criterion'),
              t(isLibrary ? 'decisions.table.own' : 'decisions.table.library'),
              t('decisions.table.panel'),
            ],
            rows: some.map(item => {
              const finding = before.findings.find(({ itemId }) => itemId === item.id)
              return {
                differs: differing.has(item.id),
                code: item.code,
                cells: [
                  { text: item.title, href: `${address}/criteria/${item.code}` },
                  {
                    status: judgementStatus(t, before.ratings.get(item.id) ?? null),
                    text: before.ratings.has(item.id) ? null : t('decisions.table.nothing'),
                  },
                  {
                    status: judgementStatus(t, finding?.judgement ?? null),
                    text: finding ? null : t('decisions.table.nothing'),
                    reason: finding?.reason ?? null,
                  },
                ],
              }
            }),
          },
        ]
  return {
    differing: table(
      t(isLibrary ? 'decisions.table.differs.own' : 'decisions.table.differs'),
      items.filter(({ id }) => differing.has(id)),
    ),
    same: table(
      t(isLibrary ? 'decisions.table.same.own' : 'decisions.table.same'),
      items.filter(({ id }) => !differing.has(id)),
    ),
  }
}

const differencesIn = ({ framework, application, findings, ratings }: Before): Item[] =>
  criteriaAskedBy(framework, application.kind).filter(({ id }) => {
    const found = findings.find(({ itemId }) => itemId === id)?.judgement
    return found !== undefined && found !== ratings.get(id)
  })
