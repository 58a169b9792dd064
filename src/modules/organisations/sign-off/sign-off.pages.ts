import type { Organisation } from '../../../domain/organisation.ts'
import { errorSummary, tickBox } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { linkToOrganisation } from '../organisations/organisation.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/sign-off/edit': ReturnType<typeof signOffChoicePage>
  }
}

export const signOffChoicePage = (t: T, organisation: Organisation, form: Form) => ({
  title: t('sign_off.choice.title'),
  back: linkToOrganisation(organisation),
  errors: errorSummary(form),
  heading: { text: t('sign_off.choice.title'), caption: organisation.name, size: 'l' as const },
  wanted: tickBox(form, 'wanted', t('sign_off.choice.tick')),
})
