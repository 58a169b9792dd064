import { z } from 'zod'
import { day, line, optionalDay, readVersion } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The form to add or edit an activity. A new activity has no version, which is read as 0. */
export const activityForm = inEachLanguage(t =>
  z
    .object({
      version: readVersion(),
      title: line(t, t('partner_activities.title.missing'), 200),
      from: day(t, t('partner_activities.from.missing')),
      to: optionalDay(t),
    })
    .refine(({ from, to }) => to === null || to >= from, {
      path: ['to'],
      message: t('partner_activities.to.early'),
    }),
)
export type ActivityGiven = Omit<z.output<ReturnType<typeof activityForm>>, 'version'>
