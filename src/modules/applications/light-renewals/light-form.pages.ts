import type { Item } from '../../../domain/framework.ts'
import { significantChanges } from '../../../domain/completeness.ts'
import { isOutstanding } from '../../../domain/recommendation.ts'
import { formShown, type Entered, type FormShown, type Saved } from '../../../web/autosaved-page.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { parseForm } from '../../../web/parse-form.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import type { T } from '../../../words/words.ts'
import { asRead } from '../../evidence/evidence.public.ts'
import { conflictsIn } from './light-renewal.actions.ts'
import {
  codeOf,
  fieldOf,
  fieldOfRecommendation,
  lightRenewalFields,
  lightRenewalForm,
  readFieldName,
  removedFields,
  textsOf,
  type Conflict,
  type LightRenewalAsked,
} from './light-renewal.forms.ts'
import type { LightRenewal } from './light-renewal.store.ts'

/**
 * The form of a light renewal. `conflicts` lists the fields that both this person and someone else have changed since
 * the form was opened. It is null when no notice is needed.
 */
export interface LightShown extends FormShown {
  conflicts: readonly Conflict[] | null
  /** whether the person entered the values while another version of the criteria applied */
  isOnOtherCriteria: boolean
  /** texts typed in fields that the page no longer has */
  removed: readonly RemovedText[]
}

/** A typed text, and the code of the item that it answered. */
export interface RemovedText {
  field: string
  code: string
  text: string
}

/**
 * The form with the values that the person sent or typed; otherwise with the saved values. If someone else has saved
 * newer values, the form records them as read. Saving it again then causes no conflict.
 */
export function lightShown(t: T, light: LightRenewal, typed: WorkingCopy | null, entered: Entered | null): LightShown {
  const { form: saved, fields } = savedLightRenewal(t, light, typed?.values)
  const { form, ...rest } = formShown({ form: saved, fields }, typed, entered)
  const criteria = valueOf(form, readFieldName('criteria'))
  const isOnOtherCriteria = criteria !== '' && criteria !== light.application.frameworkVersionId
  const shown = { ...rest, form, isOnOtherCriteria, removed: removedTexts(light, form.values) }
  const isStale = entered === null ? shown.others.length > 0 : entered.isStale
  if (!isStale) return { ...shown, conflicts: null }
  const { data } = parseForm(lightRenewalForm(t, light), shown.form.values)
  const conflicts = data ? conflictsIn(light, data) : []
  const others = shown.others.filter(other => !other.isSaved)
  const isQuiet = conflicts.length === 0 && (entered === null || others.length > 0)
  return { ...shown, form: readAgain(shown.form, saved), others, conflicts: isQuiet ? null : conflicts }
}

/**
 * The form as entered, but with the saved values in fields that the person has not changed. Its hidden fields then
 * count the saved values and the criteria as read.
 */
function readAgain(form: Form, saved: Form): Form {
  const isKept = (field: string): boolean => {
    const [read, entered] = [form.values[readFieldName(field)], valueOf(form, field)]
    return !field.startsWith('read-') && read !== entered && read !== asRead(entered.trim())
  }
  const newer = Object.entries(saved.values).filter(([field]) => !isKept(field))
  return { ...form, values: { ...form.values, ...Object.fromEntries(newer) } }
}

/** The texts that a person changed in fields that the page no longer has. */
export const removedTexts = (light: LightRenewalAsked, values: Form['values']): RemovedText[] =>
  removedFields(light, values)
    .map(field => ({ field, code: codeOf(field)!, text: valueOf(formOf(values), field).trim() }))
    .filter(({ field, text }) => text !== '' && asRead(text) !== values[readFieldName(field)])

/** The part of a light renewal that its form saves. */
export interface LightRenewalSaved extends Pick<LightRenewal, 'application' | 'framework' | 'recommendations'> {
  written: Pick<LightRenewal['written'], 'answers'>
}

/**
 * The form with the saved values, and the fields that a person changes.
 * @param typed the values of the person's working copy, which can have fields that the page no longer has
 */
export const savedLightRenewal = (t: T, light: LightRenewalSaved, typed: Form['values'] = {}): Saved => ({
  form: formOfLight(t, light),
  fields: [...lightRenewalFields(light), ...removedTexts(light, typed).map(({ field }) => field)],
})

/** The fingerprint of the saved values, for the hidden field `version`. */
export const versionOf = (t: T, light: LightRenewalSaved): string => asRead(JSON.stringify(valuesOfLight(t, light)))

/** The form with the saved values, and with hidden fields that record what the person has read. */
const formOfLight = (t: T, light: LightRenewalSaved): Form =>
  formOf({ ...valuesOfLight(t, light), version: versionOf(t, light) })

function valuesOfLight(t: T, { application, framework, written, recommendations }: LightRenewalSaved): Form['values'] {
  const texts = textsOf(framework).map(item => ({
    item,
    field: fieldOf(item),
    text: written.answers.find(({ itemId }) => itemId === item.id)?.narrative ?? '',
  }))
  const hasContacts = application.contactsConfirmedAt !== null
  const isNoChange = ({ item, text }: { item: Item; text: string }) =>
    item.id === significantChanges && text === t('renewal.light.no_change.text')
  // The box “No significant changes” also confirms the contacts, so it is not ticked until the contacts are confirmed.
  const noChange = hasContacts && texts.some(isNoChange)
  const ticks = { unchanged: application.restIsConfirmed, contacts: hasContacts && !noChange, noChange }
  return {
    [readFieldName('criteria')]: application.frameworkVersionId,
    summary: application.summary,
    [readFieldName('summary')]: asRead(application.summary),
    ...Object.fromEntries(texts.map(each => [each.field, noChange && isNoChange(each) ? '' : each.text])),
    ...Object.fromEntries(texts.map(({ field, text }) => [readFieldName(field), asRead(text)])),
    ...Object.fromEntries(
      recommendations
        .filter(isOutstanding)
        .map(each => [readFieldName(fieldOfRecommendation(each)), String(each.version)]),
    ),
    ...Object.fromEntries(Object.entries(ticks).map(([name, isTicked]) => [name, isTicked ? 'yes' : ''])),
    ...Object.fromEntries(
      Object.entries(ticks).map(([name, isTicked]) => [readFieldName(name), isTicked ? 'yes' : '']),
    ),
  }
}
