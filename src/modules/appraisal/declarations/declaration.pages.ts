import { declarationOf, seatOf, type Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { SummaryList } from '../../../web/components.ts'
import { errorSummary, radios, textArea } from '../../../web/fields.ts'
import { emptyForm, errorOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { branchesRow } from '../../organisations/organisations.public.ts'
import type { BeforeDeclaring } from './declaration.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/declarations/edit': ReturnType<typeof declarationPage>
  }
}

/**
 * The form for the first declaration. After it, the form to declare a conflict later and, if still needed, the form
 * about independence.
 */
export function declarationPage(t: T, actor: Actor, about: BeforeDeclaring, form: Form = emptyForm) {
  const { application } = about
  const address = `/applications/${application.id}/declaration`
  const isFirst = can(actor, 'declaration.make', application)
  const asksNow = asksIndependence(actor, application)
  // After the first declaration, the page has two forms. The form with the error keeps its entered values.
  const laterForm = errorOf(form, 'reason') ? form : emptyForm
  const independenceForm = errorOf(form, 'independent') ? form : emptyForm
  return {
    title: t('declarations.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('declarations.title'), caption: application.organisationName, size: 'l' as const },
    about: summaryOfApplication(t, about),
    first: isFirst ? firstFields(t, form, asksNow) : null,
    confirm:
      !isFirst && asksNow
        ? { action: `${address}/independence`, independent: independenceField(t, independenceForm) }
        : null,
    later: isFirst
      ? null
      : { action: `${address}/conflict`, reason: reasonField(t, laterForm, t('declarations.later.reason')) },
  }
}

const firstFields = (t: T, form: Form, asksNow: boolean) => ({
  conflict: radios(form, 'says', t('declarations.conflict'), {
    choices: [
      { value: 'no conflict', text: t('declarations.conflict.no') },
      { value: 'conflict', text: t('declarations.conflict.yes') },
    ],
    size: 'm',
    hint: t('declarations.conflict.hint'),
  }),
  reason: reasonField(t, form, t('declarations.reason')),
  independent: asksNow ? independenceField(t, form) : null,
})

const reasonField = (t: T, form: Form, label: string) =>
  textArea(form, 'reason', label, { hint: t('declarations.reason.hint'), rows: 3 })

const independenceField = (t: T, form: Form) =>
  radios(form, 'independent', t('declarations.independent'), {
    choices: [
      { value: 'yes', text: t('declarations.independent.yes') },
      { value: 'no', text: t('declarations.independent.no') },
    ],
    size: 'm',
    hint: t('declarations.independent.hint'),
  })

/** Whether the actor has a seat marked independent and must still say whether they are independent. */
export function asksIndependence(actor: Actor, application: ApplicationRecord): boolean {
  const known = application.declarations.find(({ personId }) => personId === actor.id)?.independent ?? null
  return (
    seatOf(actor, application)?.independent === true &&
    known === null &&
    declarationOf(actor, application) !== 'conflict'
  )
}

/** The only information about an application that a person sees before they declare. */
export const summaryOfApplication = (t: T, { application, branches, team }: BeforeDeclaring): SummaryList => ({
  rows: [
    { key: t('declarations.organisation'), value: application.organisationName },
    { key: t('applications.case.place'), value: application.place },
    branchesRow(t, t('applications.case.branches'), branches),
    { key: t('applications.case.team'), value: team },
  ],
})
