import type { SeatKind } from '../../../domain/application.ts'
import type { ItemDifference, ItemField } from '../../../domain/framework-differences.ts'
import type { DraftItem } from '../../../domain/framework-draft.ts'
import { fromDocumentId, type FrameworkDocument, type PanelReason } from '../../../domain/framework.ts'
import type { Judgement, Outcome, RecommendationKind } from '../../../domain/judgements.ts'
import { readableDifferences, type TextDifference } from '../../../web/word-differences.ts'
import { list, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/versions/changes': { changes: readonly ShownChange[] }
  }
}

/** One changed field, with its text split into parts that were kept, removed or added. */
export interface ShownChange {
  name: string
  stretches: readonly TextDifference[]
}
export interface ShownDifference {
  heading: string
  /** the kind of change, such as "New" or "Retired" */
  what: string
  changes: readonly ShownChange[]
}

export function differenceOf(t: T, { before, after, fields }: ItemDifference): ShownDifference {
  const item = (after ?? before)!.item
  const heading = t('frameworks.gone.item', { code: item.code, title: item.title })
  if (!before) return { heading, what: t('frameworks.change.new'), changes: wholeItem(t, null, item) }
  if (!after) return { heading, what: t('frameworks.change.gone'), changes: wholeItem(t, item, null) }
  return {
    heading,
    what: t('frameworks.change.words'),
    changes: changesOf(t, before.item, after.item, fields),
  }
}

/** The changed fields of an item, compared word by word. */
export const changesOf = (t: T, before: DraftItem, after: DraftItem, fields: readonly ItemField[]): ShownChange[] =>
  fields.map(field => ({
    name: t(`frameworks.field.${field}`),
    stretches: readableDifferences(textOf(t, before, field), textOf(t, after, field)),
  }))

const shownWhole: readonly ItemField[] = ['description', 'evidence']
const wholeItem = (t: T, before: DraftItem | null, after: DraftItem | null): ShownChange[] =>
  shownWhole.map(field => ({
    name: t(`frameworks.field.${field}`),
    stretches: readableDifferences(before ? textOf(t, before, field) : '', after ? textOf(t, after, field) : ''),
  }))

/** The value of an item's field as text. */
function textOf(t: T, item: DraftItem, field: ItemField): string {
  if (field === 'evidence') return item.evidence.join('. ')
  if (field === 'askedIn')
    return list(
      t,
      item.askedIn.map(kind => t(`application.kind.${kindOf(kind)}`)),
    )
  if (field === 'renewal') return t(`frameworks.renewal.${fromDocumentId<'confirm' | 'answer' | 'skip'>(item.renewal)}`)
  if (field === 'requirement')
    return t(`item.requirement.${fromDocumentId<'required' | 'recommended'>(item.requirement)}`)
  if (field === 'perBranch') return t(item.perBranch ? 'frameworks.branches.each' : 'frameworks.branches.whole')
  if (field === 'freshMonths')
    return item.freshMonths === null
      ? t('frameworks.fresh.any')
      : t('frameworks.fresh.months', { count: item.freshMonths })
  return item[field] ?? ''
}

const kindOf = (kind: string) => fromDocumentId<'first' | 'renewal' | 'reappraisal'>(kind)

/** The differences in the name, the areas and the settings. Leaves out settings that have no effect in the service. */
export function settingsDifferences(t: T, before: FrameworkDocument, after: FrameworkDocument): ShownChange[] {
  const then = new Map(settingsIn(t, before))
  return settingsIn(t, after)
    .map(([name, is]) => ({ name, was: then.get(name) ?? '', is }))
    .filter(({ was, is }) => was !== is)
    .map(({ name, was, is }) => ({ name, stretches: readableDifferences(was, is) }))
}

/** How long an award period lasts, and which renewals are full reappraisals. */
export const termsInWords = (t: T, { terms }: Pick<FrameworkDocument, 'terms'>): string =>
  [
    t('frameworks.terms.lasts', { count: terms.months }),
    t('frameworks.terms.full', { count: terms.fullReappraisalEvery }),
  ].join(' ')

type Setting = readonly [name: string, text: string]

function settingsIn(t: T, document: FrameworkDocument): Setting[] {
  const { terms, reminders, areas, application } = document
  return [
    [t('frameworks.label.label'), document.label],
    [t('frameworks.field.area'), areas.map(({ title, description }) => `${title}: ${description}`).join(' ')],
    [t('frameworks.settings.terms'), termsInWords(t, document)],
    [
      t('frameworks.settings.dates'),
      t('frameworks.dates.sentence', { opens: terms.renewalOpensDays, lapses: terms.lapseAfterDays }),
    ],
    [t('frameworks.settings.reminders'), reminders.join(', ')],
    [t('frameworks.summary.label'), number(t, application.summaryMaxCharacters)],
    [
      t('frameworks.settings.sharing'),
      t(`frameworks.settings.sharing.${application.asksToShare ? 'asked' : 'not_asked'}`),
    ],
    ...panelIn(t, document),
  ]
}

function panelIn(t: T, { panel, judgements, decisions, recommendationKinds }: FrameworkDocument): Setting[] {
  const needs = panel.needs.map(({ id, min }) => `${min} ${fromDocumentId(id)}`).join(', ')
  const kinds = panel.seatKinds.map(id => t(`seat.kind.${fromDocumentId<SeatKind>(id)}`))
  const reasons = panel.renewalAsksWhen.map(id => t(`frameworks.panel.asks.${fromDocumentId<PanelReason>(id)}`))
  const judgementsIn = (ids: readonly string[]) => ids.map(id => t(`judgement.${fromDocumentId<Judgement>(id)}`))
  const outcomeOf = (id: string) => t(`outcome.${fromDocumentId<Outcome>(id)}`)
  const choices = [...judgementsIn(judgements), ...decisions.map(({ id }) => outcomeOf(id))]
  const expected = decisions.map(({ id, expects }): Setting => [
    t('frameworks.settings.expects', { outcome: outcomeOf(id) }),
    judgementsIn(expects).join(', '),
  ])
  const recommendations = recommendationKinds.map(id =>
    t(`recommendation.kind.${fromDocumentId<RecommendationKind>(id)}`),
  )
  return [
    [t('frameworks.settings.panel'), t('frameworks.panel.sentence', { count: panel.minSeats, needs })],
    [t('frameworks.panel.kinds'), kinds.join(', ')],
    [t('frameworks.panel.asks'), reasons.join('. ')],
    [t('frameworks.panel.grew'), `${panel.scopeGrewByPercent}%`],
    [t('frameworks.settings.choices'), choices.join(', ')],
    ...expected,
    [t('frameworks.settings.recommendations'), recommendations.join(', ')],
  ]
}
