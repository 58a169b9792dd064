import { seatKinds } from '../../../domain/application.ts'
import { usualSeatsAYear, weekdays, type AppraiserProfile } from '../../../domain/appraising.ts'
import type { Day } from '../../../domain/time.ts'
import { checkboxes, dateField, errorSummary, hiddenField, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { seatNumbers } from './profile.forms.ts'
import type { OwnProfile } from './profile.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/profiles/edit': ReturnType<typeof profilePage>
  }
}

/**
 * The page on which an appraiser changes their own profile.
 * @param profile null before they have entered any details
 */
export function profilePage(t: T, profile: OwnProfile | null, { today, form }: { today: Day; form?: Form }) {
  const shown = form ?? formOf(valuesOf(profile, today))
  return {
    title: t('profiles.title'),
    back: { text: t('account.title'), href: '/account' },
    errors: errorSummary(form ?? emptyForm),
    version: hiddenField(shown, 'version', profile?.version ?? 0),
    kinds: checkboxes(shown, 'kinds', t('profiles.kinds'), {
      choices: seatKinds.map(kind => ({ value: kind, text: t(`seat.kind.${kind}`) })),
      hint: t('profiles.kinds.hint'),
      small: true,
    }),
    expertise: textArea(shown, 'expertise', t('profiles.expertise'), {
      hint: t('profiles.expertise.hint'),
      rows: 3,
      size: 's',
    }),
    needs: textArea(shown, 'needs', t('profiles.needs'), { hint: t('profiles.needs.hint'), rows: 3, size: 's' }),
    seatsAYear: select(shown, 'seatsAYear', t('profiles.seats'), {
      choices: seatNumbers.map(count => ({ value: count, text: t('profiles.seats.count', { count: Number(count) }) })),
      hint: t('profiles.seats.hint'),
      size: 's',
    }),
    ...attendanceFields(t, shown),
    ...conflictFields(t, shown),
  }
}

const attendanceFields = (t: T, form: Form) => ({
  weekdays: checkboxes(form, 'weekdays', t('profiles.weekdays'), {
    choices: weekdays.map(each => ({ value: String(each), text: t(`weekday.${each}`) })),
    hint: t('profiles.weekdays.hint'),
    small: true,
  }),
  awayFrom: dateField(form, 'awayFrom', t('profiles.away.from'), { hint: t('profiles.away.hint') }),
  awayUntil: dateField(form, 'awayUntil', t('profiles.away.until')),
})

const conflictFields = (t: T, form: Form) => ({
  councilArea: textField(form, 'councilArea', t('profiles.area'), {
    hint: t('profiles.area.hint'),
    width: 20,
    size: 's',
  }),
  employers: textArea(form, 'employers', t('profiles.employers'), {
    hint: t('profiles.employers.hint'),
    rows: 3,
    size: 's',
  }),
})

/**
 * The saved profile as values of the form. Leaves out an absence that is over, because saving the page would otherwise
 * be refused.
 */
function valuesOf(profile: OwnProfile | null, today: Day): Form['values'] {
  if (profile === null) return { weekdays: weekdays.map(String), seatsAYear: String(usualSeatsAYear) }
  const isOver = profile.awayUntil !== null && profile.awayUntil < today
  return {
    version: String(profile.version),
    kinds: profile.kinds,
    expertise: profile.expertise.join(', '),
    needs: profile.needs,
    weekdays: profile.weekdays.map(String),
    awayFrom: isOver ? '' : (profile.awayFrom ?? ''),
    awayUntil: isOver ? '' : (profile.awayUntil ?? ''),
    seatsAYear: String(profile.seatsAYear),
    councilArea: profile.councilArea,
    employers: profile.employers.map(({ name }) => name).join('\n'),
  }
}

/** The form after the profile was changed in another window. Saving the form again replaces that change. */
export const staleProfile = (t: T, profile: OwnProfile | null, form: Form): Form => ({
  values: { ...form.values, version: String(profile?.version ?? 0) },
  errors: [{ field: 'kinds', message: t('profiles.stale') }],
})

/** The weekdays on which a person can attend, and an absence that is not over. */
export function attendanceText(t: T, profile: AppraiserProfile, today: Day): { days: string; away: string | null } {
  const { weekdays: days, awayFrom, awayUntil } = profile
  return {
    days:
      days.length === weekdays.length
        ? t('profiles.any_day')
        : list(
            t,
            days.map(each => t(`weekday.${each}`)),
          ),
    away:
      awayFrom !== null && awayUntil !== null && awayUntil >= today
        ? t('profiles.away.between', { from: longDay(t, awayFrom), until: longDay(t, awayUntil) })
        : null,
  }
}
