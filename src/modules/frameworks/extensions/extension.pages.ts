import type { Round } from '../../../domain/round.ts'
import { dayOf } from '../../../domain/time.ts'
import { dateField, errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/extensions/new': ReturnType<typeof extensionPage>
  }
}

/** The fields of an extension, for all libraries or for one library. */
export const extensionFields = (t: T, form: Form) => ({
  until: dateField(form, 'until', t('rounds.extend.until'), { hint: t('rounds.closes.hint') }),
  reason: textArea(form, 'reason', t('rounds.extend.reason'), {
    hint: t('rounds.extend.reason.hint'),
    rows: 4,
    most: 2_000,
    size: 's',
  }),
})

export function extensionPage(t: T, round: Round, form: Form = emptyForm) {
  const shown = form === emptyForm ? { values: { version: String(round.version) }, errors: [] } : form
  return {
    title: t('rounds.extend.title', { name: round.name }),
    back: { text: round.name, href: `/rounds/${round.id}` },
    errors: errorSummary(shown),
    lead: [
      t('rounds.extend.now', { day: longDay(t, dayOf(round.closesAt)) }),
      t('rounds.extend.lead'),
      t('rounds.extend.one'),
    ],
    version: hiddenField(shown, 'version', round.version),
    ...extensionFields(t, shown),
  }
}
