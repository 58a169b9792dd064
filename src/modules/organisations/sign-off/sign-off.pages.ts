import type { Organisation } from '../../../domain/organisation.ts'
import { errorSummary, hiddenField, tickBox } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
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
  seen: hiddenField(form, 'seen'),
  wanted: tickBox(form, 'wanted', t('sign_off.choice.tick')),
})

/** The form with the saved choice. */
export function formOfSignOffChoice({ signOffWanted }: Organisation): Form {
  const wanted = signOffWanted ? 'yes' : ''
  return formOf({ wanted, seen: wanted })
}

/** The form with the choice that someone else saved while this person had the page open. */
export const staleSignOffChoice = (t: T, organisation: Organisation): Form => ({
  ...formOfSignOffChoice(organisation),
  errors: [{ field: 'wanted', message: t('sign_off.choice.stale') }],
})
