import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dateField, errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { maxVisitNote } from './visit.forms.ts'
import type { VisitNote } from './visit.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/visits/visits': ReturnType<typeof visitsPage>
    'appraisal/visits/visit': ReturnType<typeof visitPage>
    'appraisal/visits/fields': ReturnType<typeof fieldsOf>
  }
}

/** The notes on visits, and the form that adds notes. */
export function visitsPage(
  t: T,
  actor: Actor,
  { application, notes }: { application: ApplicationRecord; notes: readonly VisitNote[] },
  form: Form = emptyForm,
) {
  const address = `/applications/${application.id}`
  const mayWrite = can(actor, 'visit_note.write', application)
  return {
    title: t('visits.title'),
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: { text: t('visits.title'), caption: application.organisationName, size: 'l' as const },
    notes: notes.map(({ id, visitedOn, body }) => ({
      heading: t('visits.on', { day: longDay(t, visitedOn) }),
      text: paragraphs(body),
      change: mayWrite
        ? { text: t('visits.change'), href: `${address}/visits/${id}`, hidden: longDay(t, visitedOn) }
        : null,
    })),
    none: notes.length === 0 ? t('visits.none') : null,
    write: mayWrite ? fieldsOf(t, form) : null,
  }
}

/** @param entered.isStale whether someone else changed the notes first; the page then shows both */
export function visitPage(
  t: T,
  { application, note }: { application: ApplicationRecord; note: VisitNote },
  entered: { form: Form; isStale: boolean } | null = null,
) {
  const version = String(note.version)
  const isStale = entered?.isStale === true
  const saved = formOf({ version, visitedOn: note.visitedOn, body: note.body })
  const form = entered
    ? { ...entered.form, values: { ...entered.form.values, ...(isStale ? { version } : {}) } }
    : saved
  return {
    title: t('visits.change'),
    back: { text: t('visits.title'), href: `/applications/${application.id}/visits` },
    errors: errorSummary(form),
    heading: { text: t('visits.change'), caption: application.organisationName, size: 'l' as const },
    stale: isStale ? { heading: t('visits.stale'), text: paragraphs(note.body), note: t('visits.stale.text') } : null,
    fields: fieldsOf(t, form),
  }
}

const fieldsOf = (t: T, form: Form) => ({
  version: hiddenField(form, 'version', 0),
  day: dateField(form, 'visitedOn', t('visits.day')),
  body: textArea(form, 'body', t('visits.body'), {
    hint: t('visits.body.hint'),
    rows: 10,
    most: maxVisitNote,
    size: 's',
  }),
})
