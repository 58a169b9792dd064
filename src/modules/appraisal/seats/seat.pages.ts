import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { aboutList } from '../declarations/about.pages.ts'
import type { About } from '../declarations/about.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/seats/seat': ReturnType<typeof seatPage>
  }
}

/** An offer: what it is about, and yes or no. */
export function seatPage(t: T, about: About, name: string, form: Form = emptyForm) {
  const { application } = about
  const address = `/applications/${application.id}/seat`
  const shown = form === emptyForm ? { values: { shownName: name }, errors: [] } : form
  return {
    title: t('panels.seat.title'),
    back: { text: t('appraisals.title'), href: '/appraisals' },
    errors: errorSummary(form),
    heading: { text: t('panels.seat.title'), caption: application.organisationName, size: 'l' as const },
    about: aboutList(t, about),
    take: {
      action: address,
      shownName: textField(shown, 'shownName', t('panels.seat.shown_name'), {
        hint: t('panels.seat.shown_name.hint'),
        width: 20,
        size: 's',
      }),
    },
    decline: {
      action: `${address}/decline`,
      reason: textArea(form, 'reason', t('panels.seat.because'), { hint: t('panels.seat.because.hint'), rows: 3 }),
    },
  }
}
