import type { Organisation } from '../../../domain/organisation.ts'
import { errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { linkToOrganisation } from '../organisations/organisation.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/closing/close': ReturnType<typeof closingPage>
    'organisations/closing/reopen': ReturnType<typeof reopeningPage>
  }
}

export function closingPage(t: T, organisation: Organisation, form: Form = emptyForm) {
  return {
    title: t('organisations.close.title', { name: organisation.name }),
    back: linkToOrganisation(organisation),
    errors: errorSummary(form),
    effects: [
      t('organisations.close.effect.new'),
      t('organisations.close.effect.members'),
      t('organisations.close.effect.list'),
      t('organisations.close.effect.undo'),
    ],
    reason: textArea(form, 'reason', t('organisations.close.reason'), {
      hint: t('organisations.close.reason.hint'),
      rows: 3,
      most: 2_000,
      size: 's',
    }),
  }
}

export const reopeningPage = (t: T, organisation: Organisation) => ({
  title: t('organisations.reopen.title', { name: organisation.name }),
  back: linkToOrganisation(organisation),
})
