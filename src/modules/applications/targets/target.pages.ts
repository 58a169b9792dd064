import { itemsAskedBy, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { FrozenTarget } from '../../../domain/submission.ts'
import {
  earlierTargets,
  isAimedAt,
  settingTargets,
  targetsOfItem,
  targetStatuses,
  type Target,
} from '../../../domain/target.ts'
import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { Button, DueLine, Link, Status } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { relativeDay, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { mostOfProgress, mostOfTarget } from './target.forms.ts'
import type { ShownTargets } from './target.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/targets/list': ReturnType<typeof targetList>
    'applications/targets/edit': ReturnType<typeof targetPage>
    'applications/targets/deletion': ReturnType<typeof deletionPage>
    'applications/targets/progress': ReturnType<typeof progressPage>
    'applications/targets/cards': TargetCards
    'applications/targets/block': TargetsBlock
  }
}

export const targetsAddress = ({ id }: { id: string }): string => `/organisations/${id}/targets`

interface TargetsShown {
  organisation: Organisation
  targets: readonly Target[]
  next: string | null
  show: ShownTargets
  mayWrite: boolean
  today: Day
}

export function targetList(t: T, { organisation, targets, next, show, mayWrite, today }: TargetsShown) {
  const address = targetsAddress(organisation)
  const [other, href] = show === 'open' ? (['ended', `${address}?show=ended`] as const) : (['open', address] as const)
  const button = mayWrite && show === 'open' ? addButton(t, address) : null
  return {
    title: t('targets.title'),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    heading: { text: t('targets.title'), caption: organisation.name, size: 'l' as const },
    empty:
      targets.length > 0
        ? null
        : { picture: 'table' as const, heading: t(`targets.none.${show}`), text: [t(`targets.none.${show}.text`)] },
    section: t(`targets.show.${show}`),
    cards: targetCards(t, targets, { mayWrite, today, level: 3 }),
    button,
    other: { text: t(`targets.show.${other}`), href },
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
  }
}

const addButton = (t: T, address: string, from = ''): Button => ({
  text: t('targets.add'),
  href: `${address}/new${from}`,
  kind: 'secondary',
})

export interface TargetCard {
  id: string
  body: readonly string[]
  status: Status
  owner: string
  /** asks for a new owner when the owner has left and the target is still open; otherwise null */
  ownerLeft: string | null
  due: DueLine
  progress: { heading: string; text: readonly string[] } | null
  links: readonly Link[]
}
export interface TargetCards {
  cards: readonly TargetCard[]
  level: 2 | 3
}

interface CardsShown {
  mayWrite: boolean
  today: Day
  level: 2 | 3
  /** the query string of the links, which names the page to return to; '' to return to the list of targets */
  from?: string
}

export const targetCards = (t: T, targets: readonly Target[], shown: CardsShown): TargetCards => ({
  level: shown.level,
  cards: targets.map(target => targetCard(t, target, shown)),
})

function targetCard(t: T, target: Target, { mayWrite, today, from = '' }: CardsShown): TargetCard {
  const { id, owner, status, progress, progressAt } = target
  const address = `${targetsAddress({ id: target.organisationId })}/${id}`
  const hidden = beginning(target.body)
  return {
    id: `target-${id}`,
    body: paragraphs(target.body),
    status: targetStatus(t, status),
    owner: t('targets.owner.is', { name: owner.name }),
    ownerLeft: isAimedAt(target) && !owner.isMember ? t('targets.owner.left', { name: owner.name }) : null,
    due: dueOf(t, target, today),
    progress:
      progressAt === null || progress === ''
        ? null
        : { heading: t('targets.progress.on', { day: longDay(t, dayOf(progressAt)) }), text: paragraphs(progress) },
    links: mayWrite
      ? [
          { text: t('targets.progress.link'), href: `${address}/progress${from}`, hidden },
          { text: t('targets.change.link'), href: `${address}${from}`, hidden },
        ]
      : [],
  }
}

/** The query string that makes a target's pages return to an application. */
const returnTo = ({ id }: { id: string }, item: BlockItem): string =>
  `?application=${id}${item === earlierTargets ? '&item=earlier' : ''}`

export const targetStatus = (t: T, status: Target['status']): Status =>
  ({
    'not started': { icon: 'dotted-ring', tone: 'quiet', text: t('targets.status.not started') } as const,
    'under way': { icon: 'pencil', tone: 'cloth', text: t('targets.status.under way') } as const,
    reached: { icon: 'tick', tone: 'done', text: t('targets.status.reached') } as const,
    dropped: { icon: 'dash', tone: 'quiet', text: t('targets.status.dropped') } as const,
  })[status]

/** If a due date is more than this many days away, the page does not say how many days are left. */
const maxDaysCounted = 90

function dueOf(t: T, target: Target, today: Day): DueLine {
  const day = longDay(t, target.dueOn)
  if (!isAimedAt(target)) return dueLine(t('targets.due.was', { day }), '', null)
  const days = daysBetween(today, target.dueOn)
  if (days > maxDaysCounted) return dueLine(t('targets.due.was', { day }), day, days)
  return dueLine(t(days < 0 ? 'due.past' : 'targets.due', { day, distance: relativeDay(t, days) }), day, days)
}

/** The start of a text, long enough to tell targets apart in a screen reader's list of links. */
const beginning = (text: string): string => (text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text)

/** The part of an item's page for setting targets, or for recording progress on those of the last award. */
export interface TargetsBlock {
  heading: string
  lead: string
  cards: TargetCards
  button: Button | null
}

type BlockItem = typeof settingTargets | typeof earlierTargets

export function targetsBlock(t: T, { application, targets, item, mayWrite, today }: BlockShown): TargetsBlock {
  const from = returnTo(application, item)
  const address = targetsAddress({ id: application.organisationId })
  return {
    heading: t(`targets.block.${item}`),
    lead: t(targets.length > 0 ? `targets.block.${item}.lead` : `targets.block.${item}.none`),
    cards: targetCards(t, targets, { mayWrite, today, from, level: 3 }),
    button: mayWrite && item === settingTargets ? addButton(t, address, from) : null,
  }
}

interface BlockShown {
  application: { id: string; organisationId: string }
  targets: readonly Target[]
  item: BlockItem
  mayWrite: boolean
  today: Day
}

/** Targets as paragraphs, for both the current application and a submission. */
export const targetLines = (t: T, targets: readonly Omit<FrozenTarget, 'items'>[]): string[] =>
  targets.flatMap(({ body, owner, dueOn, status, progress }) => [
    ...paragraphs(body),
    t('targets.read', { owner, day: longDay(t, dueOn), status: t(`targets.status.${status}`) }),
    ...paragraphs(progress),
  ])

/** The targets in the form that a submission stores, each with the ids of the items that show it. */
export const frozenTargets = (
  framework: Framework,
  application: Pick<ApplicationRecord, 'kind' | 'startedAt'>,
  targets: readonly Target[],
): FrozenTarget[] => {
  const asked = itemsAskedBy(framework, application.kind)
  return targets.flatMap(target => {
    const items = asked.filter(({ id }) => targetsOfItem(id, application, [target]).length > 0).map(({ id }) => id)
    const { id, body, owner, dueOn, status, progress } = target
    return items.length === 0 ? [] : [{ id, body, owner: owner.name, dueOn, status, progress, items }]
  })
}

interface OneTarget {
  organisation: Organisation
  target: Target | null
  /** the target as someone else saved it since this form was opened; null when no one has */
  saved?: Target | null
  members: readonly { id: string; name: string }[]
  today: Day
  /** a link to the page that this page returns to */
  back: Link
  /** the query string that names the page to return to */
  from: string
}

/** The page on which a person adds or changes a target. */
export function targetPage(t: T, one: OneTarget, entered: Form | null) {
  const { target, members } = one
  const form = entered ?? formOfTarget(target)
  const title = t(target ? 'targets.change.title' : 'targets.add.title')
  return {
    ...frameOf(t, one, form, title),
    body: textArea(form, 'body', t('targets.body'), {
      hint: t('targets.body.hint'),
      rows: 3,
      most: mostOfTarget,
      size: 's',
    }),
    owner: select(form, 'owner', t('targets.owner'), {
      choices: members.map(({ id, name }) => ({ value: id, text: name })),
      empty: t('targets.owner.choose'),
      hint: t('targets.owner.hint'),
      size: 's',
    }),
    dueOn: dateField(form, 'dueOn', t('targets.due.label'), { hint: t('targets.due.hint') }),
    button: { text: t(target ? 'targets.change.button' : 'targets.add.button') },
    remove: target && {
      text: t('targets.delete.link'),
      href: `${targetsAddress(one.organisation)}/${target.id}/deletion${one.from}`,
    },
  }
}

const formOfTarget = (target: Target | null): Form =>
  target
    ? formOf({ version: String(target.version), body: target.body, owner: target.owner.id, dueOn: target.dueOn })
    : formOf({})

/** The page where a person confirms the deletion of a target. */
export function deletionPage(t: T, one: Omit<OneTarget, 'members' | 'target' | 'from'> & { target: Target }) {
  const { target, back, today } = one
  const form = formOf({ version: String(target.version) })
  return {
    ...frameOf(t, one, form, t('targets.delete.title')),
    target: targetCards(t, [target], { mayWrite: false, today, level: 2 }),
    text: [t('targets.delete.text'), t('targets.delete.instead')],
    button: { text: t('targets.delete.button'), kind: 'warning' as const },
    cancel: { text: t('targets.delete.keep'), href: back.href },
  }
}

/** The page on which a person records progress on a target. */
export function progressPage(
  t: T,
  one: Omit<OneTarget, 'members' | 'target' | 'from'> & { target: Target },
  entered: Form | null,
) {
  const { body, status, progress, version } = one.target
  const form = entered ?? formOf({ version: String(version), status, progress })
  return {
    ...frameOf(t, one, form, t('targets.progress.title')),
    about: { text: paragraphs(body) },
    due: dueOf(t, one.target, one.today),
    status: radios(form, 'status', t('targets.status'), {
      choices: targetStatuses.map(value => ({ value, text: t(`targets.status.${value}`) })),
    }),
    progress: textArea(form, 'progress', t('targets.progress'), {
      hint: t('targets.progress.hint'),
      rows: 4,
      most: mostOfProgress,
      size: 's',
    }),
  }
}

function frameOf(
  t: T,
  { organisation, saved = null, today, back }: Pick<OneTarget, 'organisation' | 'saved' | 'today' | 'back'>,
  form: Form,
  title: string,
) {
  return {
    title,
    back,
    errors: errorSummary(form),
    heading: { text: title, caption: organisation.name, size: 'l' as const },
    version: hiddenField(form, 'version'),
    saved: saved && targetCards(t, [saved], { mayWrite: false, today, level: 2 }),
  }
}
