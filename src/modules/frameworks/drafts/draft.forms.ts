import { z } from 'zod'
import { seatKinds } from '../../../domain/application.ts'
import { panelReasonIds } from '../../../domain/framework.ts'
import { line, oneOf, optionalText, readVersion, someOf, text, tick, wholeNumber } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

/** An id as framework documents write it, with underscores for spaces, such as lived_experience. */
export const idInDocument = (word: string): string => word.replaceAll(' ', '_')

/** The hash of the item, area or settings in the form, from when the form was opened. */
const asRead = z
  .unknown()
  .optional()
  .transform(value => (typeof value === 'string' && /^[0-9a-f]{16}$/.test(value) ? value : ''))

const versionName = (t: T) =>
  line(t, t('frameworks.name.missing'), 20).refine(
    name => /^[\p{L}\d][\p{L}\d .-]*$/u.test(name),
    t('frameworks.name.wrong'),
  )

const whole = (t: T, range: { least: number; most: number }) => wholeNumber(t('frameworks.number.wrong', range), range)

export const startForm = inEachLanguage(t =>
  z.object({
    name: versionName(t),
    label: line(t, t('frameworks.label.missing'), 100),
    from: oneOf(['last', 'empty'], t('frameworks.start.from.missing')),
  }),
)
export type StartGiven = z.output<ReturnType<typeof startForm>>

const evidenceLines = (t: T) =>
  optionalText(t, 3000).transform(value =>
    value
      .split('\n')
      .map(each => each.trim())
      .filter(each => each !== ''),
  )

/** @param areas for a criterion, the ids of the draft's areas; null for other items, which have no area */
export const itemForm = (t: T, areas: readonly string[] | null) =>
  z
    .object({
      'read-part': asRead,
      code: line(t, t('frameworks.item.code.wrong'), 10)
        .transform(code => code.toUpperCase().replace(/\s/g, ''))
        .refine(code => /^[A-Z]\d{1,2}$/.test(code), t('frameworks.item.code.wrong')),
      title: line(t, t('frameworks.item.title.missing'), 120),
      description: text(t, t('frameworks.item.description.missing'), 1000),
      requirement: oneOf(['required', 'recommended'], t('frameworks.item.requirement.missing')),
      evidence: evidenceLines(t),
      full: someOf(['first', 'reappraisal'], t('field.one_value')),
      renewal: oneOf(['confirm', 'answer', 'skip'], t('frameworks.item.renewal.missing')),
      perBranch: tick(),
      freshMonths: optionalText(t, 5)
        .refine(value => value === '' || /^[1-9]\d{0,2}$/.test(value), t('frameworks.item.fresh.wrong'))
        .transform(value => (value === '' ? null : Number(value))),
      area: areas
        ? oneOf(areas, t('frameworks.item.area.missing'))
        : z
            .unknown()
            .optional()
            .transform(() => ''),
      /** whether to move the item up or down after saving it; null to leave it where it is */
      then: z
        .unknown()
        .optional()
        .transform(value => (value === 'up' || value === 'down' ? value : null)),
    })
    .refine(({ full, renewal }) => full.length > 0 || renewal !== 'skip', {
      path: ['full'],
      message: t('frameworks.item.full.missing'),
    })
    .transform(({ full, ...item }) => ({
      ...item,
      askedIn: ['first', 'renewal', 'reappraisal'].filter(kind =>
        kind === 'renewal' ? item.renewal !== 'skip' : full.includes(kind),
      ),
    }))
export type ItemGiven = z.output<ReturnType<typeof itemForm>>

export const areaForm = inEachLanguage(t =>
  z.object({
    'read-part': asRead,
    title: line(t, t('frameworks.item.title.missing'), 60),
    description: text(t, t('frameworks.area.description.missing'), 300),
  }),
)
export type AreaGiven = z.output<ReturnType<typeof areaForm>>

const days = (t: T) =>
  optionalText(t, 200)
    .refine(value => /^[\d\s,;]*$/.test(value), t('frameworks.reminders.wrong'))
    .transform(value =>
      value
        .split(/[\s,;]+/)
        .filter(each => each !== '')
        .map(Number),
    )
    .refine(list => list.length <= 20 && list.every(day => day <= 400), t('frameworks.reminders.wrong'))

const settingsFields = (t: T) =>
  z
    .object({
      'read-part': asRead,
      name: versionName(t),
      label: line(t, t('frameworks.label.missing'), 100),
      months: whole(t, { least: 1, most: 120 }),
      every: whole(t, { least: 1, most: 20 }),
      opensDays: whole(t, { least: 1, most: 400 }),
      lapseDays: whole(t, { least: 0, most: 400 }),
      before: days(t).refine(list => list.length > 0, t('frameworks.reminders.missing')),
      after: days(t),
      summaryMost: whole(t, { least: 100, most: 10_000 }),
      minSeats: whole(t, { least: 2, most: 12 }),
      lived: whole(t, { least: 1, most: 12 }),
      independent: whole(t, { least: 1, most: 12 }),
      kinds: someOf(seatKinds, t('field.one_value')).refine(
        kinds => kinds.includes('lived experience'),
        t('frameworks.panel.kinds.lived'),
      ),
      asksWhen: someOf(panelReasonIds, t('field.one_value')),
      grew: whole(t, { least: 0, most: 1000 }),
    })
    .refine(({ minSeats, lived, independent }) => minSeats >= lived + independent, {
      path: ['minSeats'],
      message: t('frameworks.panel.seats.few'),
    })

export const settingsForm = inEachLanguage(t => settingsFields(t).transform(asInDocument))
export type SettingsGiven = z.output<ReturnType<typeof settingsForm>>

function asInDocument(given: z.output<ReturnType<typeof settingsFields>>) {
  return {
    'read-part': given['read-part'],
    name: given.name,
    label: given.label,
    terms: {
      months: given.months,
      fullReappraisalEvery: given.every,
      renewalOpensDays: given.opensDays,
      lapseAfterDays: given.lapseDays,
    },
    reminders: scheduleOf(given.before, given.after),
    summaryMaxCharacters: given.summaryMost,
    panel: {
      minSeats: given.minSeats,
      seatKinds: given.kinds.map(idInDocument),
      needs: [
        { id: 'lived_experience', min: given.lived },
        { id: 'independent', min: given.independent },
      ],
      renewalAsksWhen: given.asksWhen.map(idInDocument),
      scopeGrewByPercent: given.grew,
    },
  }
}

/**
 * The days of a reminder schedule, as days before the award's last day, highest first. Days after the last day are
 * negative.
 */
function scheduleOf(before: readonly number[], after: readonly number[]): number[] {
  return [...new Set([...before, ...after.map(day => -day)])].map(day => day + 0).toSorted((a, b) => b - a)
}

/** The form for the buttons that retire or restore an item. */
export const partForm = z.object({ 'read-part': asRead })

export const discardForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    sure: tick().refine(value => value, t('frameworks.discard.sure.missing')),
  }),
)
