import type { ApplicationRecord } from '../../access/access.public.ts'
import { declarationOf, seatOf, type Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { errorSummary, radios, textArea } from '../../../web/fields.ts'
import { emptyForm, errorOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { aboutList } from './about.pages.ts'
import type { About } from './about.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/declarations/edit': ReturnType<typeof declarationPage>
  }
}

/** Everybody's declaration: the first one, and afterwards what may still be added to it. */
export function declarationPage(t: T, actor: Actor, about: About, form: Form = emptyForm) {
  const { application } = about
  const isFirst = can(actor, 'declaration.make', application)
  const address = `/applications/${application.id}/declaration`
  const lateForm = !isFirst && errorOf(form, 'reason') ? form : emptyForm
  const independenceForm = !isFirst && errorOf(form, 'independent') ? form : emptyForm
  return {
    title: t('panels.declare.title'),
    back: { text: application.organisationName, href: `/applications/${application.id}` },
    errors: errorSummary(form),
    heading: { text: t('panels.declare.title'), caption: application.organisationName, size: 'l' as const },
    about: aboutList(t, about),
    first: !isFirst
      ? null
      : {
          says: radios(
            form,
            'says',
            t('panels.declare.says'),
            [
              { value: 'no conflict', text: t('panels.declare.no_conflict') },
              { value: 'conflict', text: t('panels.declare.conflict') },
            ],
            { size: 'm', hint: t('panels.declare.says.hint') },
          ),
          reason: textArea(form, 'reason', t('panels.declare.because'), {
            hint: t('panels.declare.because.hint'),
            rows: 3,
          }),
          independent: asksIndependence(actor, application) ? independenceField(t, form) : null,
        },
    confirm:
      !isFirst && asksIndependence(actor, application)
        ? { action: `${address}/independence`, independent: independenceField(t, independenceForm) }
        : null,
    later: isFirst
      ? null
      : {
          action: `${address}/conflict`,
          reason: textArea(lateForm, 'reason', t('panels.declare.because'), {
            hint: t('panels.declare.because.hint'),
            rows: 3,
          }),
        },
  }
}

/** Whose seat is marked independent, until they have said whether they are. */
export function asksIndependence(actor: Actor, application: ApplicationRecord): boolean {
  const known = application.declarations.find(({ personId }) => personId === actor.id)?.independent ?? null
  return (
    seatOf(actor, application)?.independent === true &&
    known === null &&
    declarationOf(actor, application) !== 'conflict'
  )
}

const independenceField = (t: T, form: Form) =>
  radios(
    form,
    'independent',
    t('panels.declare.independent'),
    [
      { value: 'yes', text: t('panels.declare.independent.yes') },
      { value: 'no', text: t('panels.declare.independent.no') },
    ],
    { size: 'm', hint: t('panels.declare.independent.hint') },
  )
