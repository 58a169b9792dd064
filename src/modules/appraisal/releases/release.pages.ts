import { isAlreadyDue, type Recommendation } from '../../../domain/recommendation.ts'
import { addDays, dayOf, instantAt, londonTimeOf, type Day, type Instant } from '../../../domain/time.ts'
import { checkboxes, dateField, errorSummary, hiddenField, radios, select, tickBox } from '../../../web/fields.ts'
import { emptyForm, formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { dayAndTime, list, longDay, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Decision } from '../decisions/decision.store.ts'
import type { LetterNames } from '../letters/letter-names.store.ts'
import { hours, readField } from './release.forms.ts'
import { releasesAddress, type HeldLetters, type HeldLine } from './release.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/releases/time': ReturnType<typeof releaseTimePage>
    'appraisal/releases/many': ReturnType<typeof releaseManyPage>
  }
}

const usualHour = '10:00'

const momentFields = (t: T, form: Form, { today, hint = null }: { today: Day; hint?: string | null }) => ({
  day: dateField(form, 'day', t('releases.day'), { hint }),
  hour: select(form, 'hour', t('releases.hour'), {
    choices: hours.map(value => ({ value, text: timeOfDay(t, instantAt(today, value as `${number}:${number}`)) })),
    size: 's',
  }),
})

export interface TimedLetter {
  application: ApplicationRecord
  decision: Decision
  isUntouched: boolean
  /** the day on which the first recommendation is due; null for none */
  firstDueOn: Day | null
  today: Day
}

/** One or more letters, with the names of people on the panel that appear in texts for the library. */
type WithNames<It> = It & { names: LetterNames }

/** A warning that texts for the library name people on the panel; null when no one is named. */
export const namesText = (t: T, names: readonly string[]): string | null =>
  names.length > 0 ? t('releases.names', { names: list(t, names) }) : null

/** The page that schedules the release of one letter. */
export function releaseTimePage(t: T, it: WithNames<TimedLetter>, entered: Form | null = null) {
  const { application, decision, isUntouched, firstDueOn, today } = it
  const address = `/applications/${application.id}/decision`
  const form = entered ?? formAt(decision.releaseAt, today)
  return {
    title: t('releases.title'),
    back: { text: t('decisions.title'), href: address },
    errors: errorSummary(form),
    heading: { text: t('releases.title'), caption: application.organisationName, size: 'l' as const },
    now: decision.releaseAt ? t('releases.set', { moment: dayAndTime(t, decision.releaseAt) }) : t('releases.none'),
    version: hiddenField(form, 'version', decision.letterVersion),
    ...momentFields(t, form, { today, hint: firstDueOn && dueText(t, firstDueOn, today) }),
    sure: isUntouched
      ? tickBox(form, 'sure', t('letters.release.sure'), { hint: t('letters.release.sure.hint') })
      : null,
    names: namesText(t, it.names.get(application.id) ?? []),
    button: { text: t('releases.button') },
    stop: decision.releaseAt
      ? {
          action: `${address}/release-time/stop`,
          text: t('releases.stop'),
          kind: 'secondary' as const,
          fields: [{ name: 'version', value: decision.letterVersion }],
        }
      : null,
  }
}

/** The form with the version of the letter as it is now, and an error that asks the coordinator to read the letter. */
export const withNewLetter = (t: T, { decision }: Pick<TimedLetter, 'decision'>, { values }: Form): Form => ({
  values: { ...values, version: String(decision.letterVersion) },
  errors: [{ field: 'day', message: t('releases.changed') }],
})

/**
 * Says that a recommendation is already due. If none is due yet, asks for the letter to be released before the first
 * due date.
 */
const dueText = (t: T, firstDueOn: Day, today: Day): string =>
  isAlreadyDue({ dueOn: firstDueOn }, today) ? t('decisions.release.recommendation_due') : dueLater(t, firstDueOn)

const dueLater = (t: T, day: Day): string => t('releases.due', { day: longDay(t, day) })

/** A warning that a recommendation is due by the day of the release; null when none is, or no release is scheduled. */
export function dueBeforeRelease(
  t: T,
  decision: Pick<Decision, 'releaseAt'> | null,
  recommendations: readonly Pick<Recommendation, 'dueOn'>[],
): string | null {
  const { releaseAt = null } = decision ?? {}
  if (releaseAt === null) return null
  const [first] = recommendations
    .filter(each => isAlreadyDue(each, dayOf(releaseAt)))
    .flatMap(({ dueOn }) => dueOn ?? [])
    .toSorted()
  return first ? dueLater(t, first) : null
}

const formAt = (at: Instant | null, today: Day): Form =>
  formOf({ day: at ? dayOf(at) : addDays(today, 1), hour: at ? londonTimeOf(at) : usualHour })

export interface ReleasingMany extends HeldLetters {
  /** the address of this page of the letters */
  address: string
  isFirst: boolean
  today: Day
}

/** One page of the unreleased letters, with the effects of releasing each. */
export function releaseManyPage(t: T, it: WithNames<ReleasingMany>, entered: Form | null = null) {
  const { lines, progress, today, names } = it
  const form = entered ?? formOf({ day: addDays(today, 1), hour: usualHour })
  const open = lines.filter(({ isQuestioned }) => !isQuestioned)
  return {
    title: t('releases.many.title'),
    back: { text: t('decisions_list.title'), href: '/decisions' },
    // without letters there are no fields that an error could link to
    errors: errorSummary(open.length > 0 ? form : emptyForm),
    progress: progress && progressShown(t, progress, today),
    none: lines.length === 0 ? t(it.isFirst ? 'releases.many.none' : 'releases.many.no_more') : null,
    questioned: lines
      .filter(({ isQuestioned }) => isQuestioned)
      .map(line => ({ text: lineOf(t, line), hint: t('releases.many.request') })),
    form: open.length > 0 ? releasingForm(t, form, { open, today, names }) : null,
    pagination: {
      previous: it.isFirst ? null : { text: t('releases.many.first'), href: releasesAddress },
      next: it.next === null ? null : { text: t('releases.many.next'), href: it.next },
    },
  }
}

/** The form with the letters as they are now. Letters that have changed since they were read are no longer chosen. */
export function withoutChangedLetters(t: T, { lines }: Pick<ReleasingMany, 'lines'>, { values }: Form): Form {
  const entered = { values, errors: [] }
  const chosen = lines.filter(({ application }) => valuesOf(entered, 'letters').includes(application.id))
  const isAsRead = ({ application: { id }, decision }: HeldLine) =>
    valueOf(entered, readField(id)) === String(decision.letterVersion)
  const changed = chosen.filter(line => !isAsRead(line))
  const organisations = [...new Set(changed.map(({ application }) => application.organisationName))]
  const message =
    changed.length > 0
      ? t('releases.many.changed', { count: changed.length, organisations: list(t, organisations) })
      : t('refused.not_now.text') // a chosen letter has been released
  return {
    values: {
      ...values,
      letters: chosen.filter(isAsRead).map(({ application }) => application.id),
      ...Object.fromEntries(lines.map(line => [readField(line.application.id), String(line.decision.letterVersion)])),
    },
    errors: [{ field: 'letters', message }],
  }
}

/**
 * The progress of one release. Before the release day, it counts only the letters still held, because a coordinator may
 * have released some early.
 */
function progressShown(t: T, { at, released, all }: NonNullable<ReleasingMany['progress']>, today: Day) {
  const moment = dayAndTime(t, at)
  if (dayOf(at) > today) return { text: t('releases.many.planned', { count: all - released, moment }), bar: null }
  return { text: t('releases.many.progress', { count: released, all, moment }), bar: { max: all, value: released } }
}

const releasingForm = (
  t: T,
  form: Form,
  { open, today, names }: { open: readonly HeldLine[]; today: Day; names: LetterNames },
) => ({
  read: open.map(({ application: { id }, decision }) => hiddenField(form, readField(id), decision.letterVersion)),
  letters: checkboxes(form, 'letters', t('releases.many.choose'), {
    choices: open.map(line => ({
      value: line.application.id,
      text: lineOf(t, line),
      hint: hintOf(t, line, { today, names: names.get(line.application.id) ?? [] }),
    })),
    size: 'm',
  }),
  when: radios(form, 'when', t('releases.many.when'), {
    choices: [
      { value: 'now', text: t('releases.many.when.now') },
      { value: 'later', text: t('releases.many.when.later') },
    ],
    size: 'm',
  }),
  ...momentFields(t, form, { today }),
  sure: open.some(({ isUntouched }) => isUntouched) ? tickBox(form, 'sure', t('releases.many.sure')) : null,
  button: { text: t('releases.many.button') },
})

const lineOf = (t: T, { application, decision }: HeldLine): string =>
  t('releases.many.line', {
    organisation: application.organisationName,
    outcome: t(`outcome.${decision.outcome}`),
  })

const hintOf = (
  t: T,
  { leads, isUntouched, decision, firstDueOn }: HeldLine,
  { today, names }: { today: Day; names: readonly string[] },
): string =>
  [
    t('releases.many.line.hint', { count: leads }),
    ...(isUntouched ? [t('releases.many.untouched')] : []),
    ...(names.length > 0 ? [t('releases.names', { names: list(t, names) })] : []),
    ...(firstDueOn ? [dueText(t, firstDueOn, today)] : []),
    ...(decision.releaseAt ? [t('releases.many.at', { moment: dayAndTime(t, decision.releaseAt) })] : []),
  ].join(' ')
