import { errorSummary } from '../../../web/fields.ts'
import { emptyForm, valuesOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { WithoutEmails } from '../../organisations/organisations.public.ts'
import { importsLink } from '../uploads/upload.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'imports/starting/list': ReturnType<typeof startingPage>
  }
}

export function startingPage(t: T, lines: readonly WithoutEmails[], next: string | null, form: Form = emptyForm) {
  const chosen = valuesOf(form, 'organisation')
  return {
    title: t('imports.starting.title'),
    back: importsLink(t),
    errors: errorSummary(form),
    what: [t('imports.starting.what.1'), t('imports.starting.what.2'), t('imports.starting.what.3')],
    none: lines.length > 0 ? null : t('imports.starting.none'),
    table:
      lines.length === 0
        ? null
        : {
            caption: t('imports.starting.caption'),
            captionSize: 'hidden' as const,
            pick: t('imports.starting.pick'),
            columns: [
              t('organisations.name'),
              t('imports.starting.column.leads'),
              t('imports.starting.column.award'),
              t('imports.starting.column.mailbox'),
            ],
            rows: lines.map(({ id, name, place, leads, validTo, importedMailbox }) => ({
              pick: { name: 'organisation', value: id, text: name, checked: chosen.includes(id) },
              cells: [
                { text: name, href: `/organisations/${id}`, reason: place },
                { text: leads === 0 ? t('imports.starting.no_lead') : t('imports.starting.leads', { count: leads }) },
                { text: validTo ? longDay(t, validTo) : t('imports.starting.no_award') },
                { text: importedMailbox ?? t('organisations.home.no_mailbox') },
              ],
            })),
          },
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
  }
}
