import type { Actor } from '../../../domain/actor.ts'
import { whyNotExtended, whyNotReminded, type LeftOut } from '../../../domain/renewal-bulk.ts'
import type { Day } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { newIdempotencyKey } from '../../../web/form-ids.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { BoardLine } from '../renewals-board/renewals-board.store.ts'
import type { Done } from './renewals-bulk.actions.ts'
import { mostAtOnce, type ExtensionGiven } from './renewals-bulk.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'overview/renewals-board/extension': ReturnType<typeof extensionPage>
    'overview/renewals-board/preview': ReturnType<typeof extensionPreview>
    'overview/renewals-board/reminder': ReturnType<typeof manualReminderPage>
    'overview/renewals-board/done': ReturnType<typeof donePage>
  }
}

/** The awards that somebody chose, and whom each would tell. `isCut`: the list is longer than one press may touch. */
export interface Chosen {
  lines: readonly BoardLine[]
  leads: ReadonlyMap<string, readonly string[]>
  isCut: boolean
}

interface Parted {
  touched: BoardLine[]
  left: { line: BoardLine; why: LeftOut }[]
}

function parted(lines: readonly BoardLine[], why: (line: BoardLine) => LeftOut | null): Parted {
  const all = lines.map(line => ({ line, why: why(line) }))
  return {
    touched: all.filter(each => each.why === null).map(({ line }) => line),
    left: all.flatMap(({ line, why }) => (why ? [{ line, why }] : [])),
  }
}

const back = (t: T) => ({ text: t('renewals.title'), href: '/renewals' })
const nobody = (t: T, { length }: readonly BoardLine[]) => ({
  picture: 'letters' as const,
  heading: t(length > 0 ? 'renewals.bulk.none' : 'renewals.bulk.not_chosen'),
  text: [t(length > 0 ? 'renewals.bulk.none.why' : 'renewals.bulk.not_chosen.why')],
  link: { text: t('renewals.bulk.back'), href: '/renewals' },
})
const cut = (t: T, isCut: boolean) => (isCut ? { text: [t('renewals.bulk.most', { most: mostAtOnce })] } : null)
const endOf = (t: T, { validTo }: BoardLine): string => (validTo ? longDay(t, validTo) : t('renewals.no_end'))
const tells = (t: T, { leads }: Chosen, { organisationId }: BoardLine): string =>
  list(t, leads.get(organisationId) ?? []) || t('renewals.bulk.tells.nobody')

/** First the reason and the day: what becomes of each award can only be said then. */
export function extensionPage(t: T, actor: Actor, chosen: Chosen, form: Form = emptyForm) {
  const { touched, left } = parted(chosen.lines, line => whyNotExtended(actor, line, null))
  return {
    title: t('renewals.extension.title'),
    back: back(t),
    errors: errorSummary(form),
    cut: cut(t, chosen.isCut),
    empty: touched.length > 0 ? null : nobody(t, chosen.lines),
    awards: chosen.lines.map(({ id }) => ({ name: 'award', value: id })), // the next page names again who is left out
    reason: textArea(form, 'reason', t('renewals.extension.reason'), {
      hint: t('renewals.extension.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
    until: dateField(form, 'until', t('renewals.extension.until')),
    table:
      touched.length === 0
        ? null
        : {
            caption: t('renewals.extension.touches', { count: touched.length }),
            columns: [t('renewals.column.library'), t('renewals.extension.column.now')],
            rows: touched.map(line => ({
              cells: [
                { text: line.organisation, href: `/awards/${line.id}` },
                { text: endOf(t, line), figures: true },
              ],
            })),
          },
    left: leftTable(t, left),
  }
}

/** Then each award by name, with its old day and its new one, and whom that tells. */
export function extensionPreview(t: T, actor: Actor, chosen: Chosen, given: ExtensionGiven) {
  const { touched, left } = parted(chosen.lines, line => whyNotExtended(actor, line, given.until))
  const until = longDay(t, given.until)
  const typed = formOf({ reason: given.reason, until: given.until })
  return {
    title: t('renewals.extension.preview', { count: touched.length, day: until }),
    back: back(t),
    reason: given.reason,
    empty: touched.length > 0 ? null : nobody(t, chosen.lines),
    fields: [
      ...touched.map(({ id, version }) => ({ name: 'award', value: `${id}.${version}` })),
      hiddenField(emptyForm, 'idempotencyKey', newIdempotencyKey()),
      hiddenField(typed, 'reason'),
      ...(['day', 'month', 'year'] as const).map((part, place) => ({
        name: `until-${part}`,
        value: given.until.split('-')[2 - place] ?? '',
      })),
    ],
    button: { text: t('renewals.extension.button', { count: touched.length }), name: 'then', value: 'extend' },
    table:
      touched.length === 0
        ? null
        : {
            caption: t('renewals.extension.touches', { count: touched.length }),
            captionSize: 'hidden' as const,
            columns: [
              t('renewals.column.library'),
              t('renewals.extension.column.now'),
              t('renewals.extension.column.then'),
              t('renewals.bulk.tells'),
            ],
            rows: touched.map(line => ({
              cells: [
                { text: line.organisation, href: `/awards/${line.id}` },
                { text: endOf(t, line), figures: true },
                { text: until, figures: true },
                { text: tells(t, chosen, line) },
              ],
            })),
          },
    left: leftTable(t, left),
  }
}

export function manualReminderPage(t: T, actor: Actor, chosen: Chosen, today: Day) {
  const { touched, left } = parted(chosen.lines, line => whyNotReminded(actor, line, today))
  return {
    title: t('renewals.reminder.title'),
    back: back(t),
    empty: touched.length > 0 ? null : nobody(t, chosen.lines),
    fields: [
      hiddenField(emptyForm, 'idempotencyKey', newIdempotencyKey()),
      ...touched.map(({ id }) => ({ name: 'award', value: id })),
    ],
    button: { text: t('renewals.reminder.send', { count: touched.length }) },
    table:
      touched.length === 0
        ? null
        : {
            caption: t('renewals.reminder.caption', { count: touched.length }),
            columns: [t('renewals.column.library'), t('renewals.extension.column.now'), t('renewals.bulk.tells')],
            rows: touched.map(line => ({
              cells: [
                { text: line.organisation, href: `/awards/${line.id}` },
                { text: endOf(t, line), figures: true },
                { text: tells(t, chosen, line) },
              ],
            })),
          },
    left: leftTable(t, left),
  }
}

/** Afterwards: what was done, and what was not. */
export function donePage(t: T, lines: readonly BoardLine[], done: ReadonlyMap<string, Done>) {
  const all = lines.flatMap(line => (done.has(line.id) ? [{ line, result: done.get(line.id)! }] : []))
  const touched = all.filter(({ result }) => result === 'extended' || result === 'reminded')
  const deed = touched[0]?.result === 'reminded' ? 'reminded' : 'extended'
  const left = all.flatMap(({ line, result }) =>
    result === 'extended' || result === 'reminded' ? [] : [{ line, why: result }],
  )
  return {
    title: touched.length > 0 ? t(`renewals.done.${deed}`, { count: touched.length }) : t('renewals.done.none'),
    back: back(t),
    table:
      touched.length === 0
        ? null
        : {
            caption: t('renewals.done.caption'),
            captionSize: 'hidden' as const,
            columns: [t('renewals.column.library'), t('awards.column.valid_to')],
            rows: touched.map(({ line }) => ({
              cells: [
                { text: line.organisation, href: `/awards/${line.id}` },
                { text: endOf(t, line), figures: true },
              ],
            })),
          },
    left: leftTable(t, left),
    link: { text: t('renewals.bulk.back'), href: '/renewals' },
  }
}

const notExtended = {
  'renewal with us': 'renewals.left.with us',
  suspended: 'renewals.left.suspended',
  lapsed: 'renewals.left.lapsed',
  ended: 'renewals.left.ended',
} as const

const leftTable = (t: T, left: Parted['left']): Table | null =>
  left.length === 0
    ? null
    : {
        caption: t('renewals.bulk.left'),
        columns: [t('renewals.column.library'), t('renewals.bulk.why')],
        rows: left.map(({ line, why }) => ({
          cells: [
            { text: line.organisation, href: `/awards/${line.id}` },
            {
              text: t(
                why === 'not now' && line.status in notExtended
                  ? notExtended[line.status as keyof typeof notExtended]
                  : `renewals.left.${why}`,
              ),
            },
          ],
        })),
      }
