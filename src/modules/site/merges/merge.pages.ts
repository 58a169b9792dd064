import { agreementNeeded, obstaclesTo } from '../../../domain/merge.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Notice, Table } from '../../../web/components.ts'
import { errorSummary, radios, textArea, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { OrganisationLine } from '../../organisations/organisations.public.ts'
import type { MovedRows } from '../merged-rows/merged-rows.store.ts'
import type { Pair } from './merge.actions.ts'
import type { Merge, MergeSide } from './merge.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/merges/choose': ReturnType<typeof chooseSurvivorPage>
    'site/merges/new': ReturnType<typeof newMergePage>
    'site/merges/show': ReturnType<typeof mergePage>
  }
}

interface Choosing {
  organisation: { id: string; name: string }
  search: string
  /** whether someone pressed Search without a name */
  isEmpty: boolean
  lines: readonly OrganisationLine[]
}

export function chooseSurvivorPage(t: T, { organisation: { id, name }, search, isEmpty, lines }: Choosing) {
  const errors = isEmpty ? [{ field: 'name', message: t('merges.choose.missing') }] : []
  const form: Form = { values: { name: search }, errors }
  const others = lines.filter(line => line.id !== id)
  return {
    title: t('merges.choose.title', { name }),
    back: { text: name, href: `/organisations/${id}` },
    errors: errorSummary(form),
    lead: t('merges.choose.lead', { name }),
    name: textField(form, 'name', t('merges.choose.search'), { width: 30, type: 'search' }),
    none: search !== '' && others.length === 0 ? t('merges.choose.none') : null,
    organisations: others.map(line => ({
      text: t('awards.record.choose.line', { name: line.name, place: line.place }),
      href: `/organisations/${id}/merge/${line.id}`,
    })),
  }
}

export interface AboutMerge {
  pair: Pair
  moving: readonly MovedRows[]
}

export interface NewMerge extends AboutMerge {
  /** whether the person can open the merge that is in the way */
  canOpenOther: boolean
}

/** The page where a coordinator checks the effects of a merge before they start it. */
export function newMergePage(t: T, about: NewMerge, form: Form = emptyForm) {
  const { from, into, otherMerge } = about.pair
  const obstacles = obstaclesNotice(t, about.pair)
  const isAsking = agreementNeeded(about.pair).length > 0
  return {
    title: t('merges.title', { from: from.name, into: into.name }),
    back: { text: from.name, href: `/organisations/${from.id}` },
    errors: errorSummary(form),
    obstacles:
      obstacles && otherMerge && about.canOpenOther
        ? { ...obstacles, link: { text: t('merges.obstacle.other'), href: `/merges/${otherMerge.id}` } }
        : obstacles,
    table: movingTable(t, about),
    effects: effectsOf(t, about.pair),
    warning: { text: t('merges.effect.undo') },
    reason: textArea(form, 'reason', t('merges.reason'), {
      hint: t('merges.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
    sure: tickBox(form, 'sure', t('merges.sure')),
    button: { text: t(isAsking ? 'merges.ask' : 'merges.button'), kind: 'warning' as const },
  }
}

function obstaclesNotice(t: T, pair: Pair): Notice | null {
  const obstacles = obstaclesTo(pair)
  if (obstacles.length === 0) return null
  return {
    tone: 'stop',
    icon: 'triangle',
    heading: t('merges.obstacle.title'),
    text: obstacles.map(obstacle => t(`merges.obstacle.${obstacle}`)),
  }
}

/** The tables that the page lists by name. The rows of all other tables are counted together. */
const named = [
  'branches',
  'evidence',
  'applications',
  'awards',
  'partners',
  'recommendations',
  'recurring_evidence',
  'inbox_items',
  'upload_links',
  'organisation_notes',
  'invitations',
] as const

/** The table of how many rows of each kind the merge moves; null when it moves none. */
function movingTable(t: T, { pair, moving }: AboutMerge): Table | null {
  const rowsOf = (table: string): number =>
    moving.filter(each => each.table === table).reduce((sum, { rows }) => sum + rows, 0)
  const known = named.map(table => ({ text: t(`merges.table.${table}`), rows: rowsOf(table) }))
  const all = moving.reduce((sum, { rows }) => sum + rows, 0)
  const other = { text: t('merges.table.other'), rows: all - known.reduce((sum, { rows }) => sum + rows, 0) }
  if (all === 0) return null
  return {
    caption: t('merges.moves', { into: pair.into.name }),
    captionSize: 'm',
    columns: [t('merges.moves.what'), t('merges.moves.count')],
    rows: [...known, other]
      .filter(({ rows }) => rows > 0)
      .map(({ text, rows }) => ({ cells: [{ text }, { text: number(t, rows), figures: true }] })),
  }
}

function effectsOf(t: T, pair: Pair): string[] {
  const [from, into] = [pair.from.name, pair.into.name]
  const needed = agreementNeeded(pair)
  return [
    t('merges.effect.name', { into }),
    t('merges.effect.codes'),
    ...(pair.from.members > 0 ? [t('merges.effect.members', { count: pair.from.members, from, into })] : []),
    ...(pair.from.hasEvidence
      ? [t(pair.into.members > 0 ? 'merges.effect.readers' : 'merges.effect.no_readers', { from, into })]
      : []),
    t('merges.effect.history', { from, into }),
    t('merges.effect.emails'),
    ...(pair.from.areEmailsOn && !pair.into.areEmailsOn ? [t('merges.effect.reminders', { from, into })] : []),
    ...(pair.from.signOffWanted && !pair.into.signOffWanted ? [t('merges.effect.sign_off', { from, into })] : []),
    t(agreementKey(needed, pair), { from, into }),
  ]
}

function agreementKey(needed: readonly MergeSide[], { from, into }: Pair) {
  if (needed.length === 2) return 'merges.agreement.both'
  if (needed[0] === 'into') return 'merges.agreement.into'
  if (needed[0] === 'from') return into.members > 0 ? 'merges.agreement.from' : 'merges.agreement.from_loses'
  const nobodyToAsk = from.members > 0 && into.members === 0 && (from.hasEvidence || from.hasApplicationsOrTargets)
  return nobodyToAsk ? 'merges.agreement.no_lead' : 'merges.agreement.none'
}

export interface MergeShown extends AboutMerge {
  merge: Merge
  may: { answer: boolean; finish: boolean }
  missing: readonly MergeSide[]
}

/** The page of a merge, for the coordinators and for the leads who must agree. */
export function mergePage(t: T, shown: MergeShown, form: Form = emptyForm) {
  const { merge, pair, may, missing } = shown
  const { fromName, intoName } = merge
  const isOpen = merge.status === 'proposed'
  const nameOf = (side: MergeSide): string => (side === 'from' ? fromName : intoName)
  return {
    title: t('merges.title', { from: fromName, into: intoName }),
    back: { text: t('home.title'), href: '/home' },
    errors: errorSummary(form),
    state: t(`merges.state.${merge.status}`),
    lines: [
      t('merges.proposed', { name: merge.proposedBy, day: longDay(t, dayOf(merge.proposedAt)) }),
      t('merges.why', { reason: merge.reason }),
      ...(['from', 'into'] as const).flatMap(side => {
        const answer = merge.answers[side]
        if (answer === null)
          return isOpen && missing.includes(side) ? [t('merges.missing', { organisation: nameOf(side) })] : []
        const said = { name: answer.by, organisation: nameOf(side), day: longDay(t, dayOf(answer.at)) }
        return [t(`merges.${answer.answer}`, said)]
      }),
    ],
    // the obstacles tell of applications and panels of the other organisation, which leads must not know
    obstacles: isOpen && may.finish ? obstaclesNotice(t, pair) : null,
    table: isOpen ? movingTable(t, shown) : null,
    effects: isOpen ? [...effectsOf(t, pair), t('merges.effect.undo')] : [],
    answer: may.answer
      ? {
          action: `/merges/${merge.id}/answer`,
          field: radios(form, 'answer', t('merges.answer'), {
            choices: [
              { value: 'agree', text: t('merges.answer.agree') },
              { value: 'refuse', text: t('merges.answer.refuse') },
            ],
          }),
        }
      : null,
    finish:
      isOpen && may.finish && missing.length === 0
        ? { action: `/merges/${merge.id}/completion`, sure: tickBox(form, 'sure', t('merges.sure')) }
        : null,
    withdraw: isOpen && may.finish ? { action: `/merges/${merge.id}/withdrawal`, text: t('merges.withdraw') } : null,
  }
}
