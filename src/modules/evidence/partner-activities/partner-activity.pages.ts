import { englishNameOf } from '../../../domain/partner.ts'
import { dateField, errorSummary, hiddenField, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { backToPartner } from '../partners/partner.pages.ts'
import type { Partner } from '../partners/partner.store.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import type { ActivityLine } from './partner-activity.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/partner-activities/edit': ReturnType<typeof activityEdit>
    'evidence/partner-activities/removal': ReturnType<typeof activityRemoval>
  }
}

const formOfActivity = ({ version, title, from, to }: ActivityLine): Form =>
  formOf({ version: String(version), title, from, to: to ?? '' })

/** The form to add an activity or, if `activity` is given, to edit it. `form` has the values of a refused form. */
export function activityEdit(
  t: T,
  partner: Partner,
  {
    activity = null,
    form = activity ? formOfActivity(activity) : emptyForm,
    personalData = null,
  }: { activity?: ActivityLine | null; form?: Form; personalData?: PersonalDataQuestion | null } = {},
) {
  const title = t(activity ? 'partner_activities.change.title' : 'partner_activities.add')
  return {
    title,
    back: backToPartner(partner),
    errors: errorSummary(form),
    heading: { caption: englishNameOf(partner), text: title, size: 'l' as const },
    version: activity ? hiddenField(form, 'version') : null,
    personalData,
    activity: textField(form, 'title', t('partner_activities.title'), {
      hint: t('partner_activities.title.hint'),
      size: 's',
    }),
    from: dateField(form, 'from', t('partner_activities.from')),
    to: dateField(form, 'to', t('partner_activities.to'), { hint: t('partner_activities.to.hint') }),
    button: { text: t(activity ? 'partners.change.button' : 'partner_activities.add.button') },
    remove: activity
      ? { text: t('partner_activities.remove'), href: `/partners/${partner.id}/activities/${activity.id}/removal` }
      : null,
  }
}

export const activityRemoval = (t: T, partner: Partner, { title, version }: ActivityLine) => ({
  title: t('partner_activities.remove.title'),
  back: backToPartner(partner),
  confirmation: {
    heading: { caption: englishNameOf(partner), text: t('partner_activities.remove.title'), size: 'l' as const },
    text: [t('partner_activities.remove.text', { title })],
    fields: [{ name: 'version', value: version }],
    button: { text: t('partner_activities.remove'), kind: 'warning' as const },
    cancel: { text: t('partners.remove.keep'), href: `/partners/${partner.id}` },
  },
})
