import type { Organisation } from '../../../domain/organisation.ts'
import { errorSummary, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { linkToOrganisation } from '../organisations/organisation.pages.ts'
import type { Note } from './note.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/notes/list': ReturnType<typeof notesPage>
  }
}

export interface NotesShown {
  organisation: Organisation
  notes: readonly Note[]
  mayWrite: boolean
}

export function notesPage(t: T, { organisation, notes, mayWrite }: NotesShown, form: Form = emptyForm) {
  return {
    title: t('organisations.notes.title'),
    back: linkToOrganisation(organisation),
    errors: errorSummary(form),
    heading: { text: t('organisations.notes.title'), caption: organisation.name, size: 'l' as const },
    none: notes.length === 0 ? t('organisations.notes.none') : null,
    events: {
      events: notes.map(({ author, body, madeAt }) => {
        const [first = '', ...more] = paragraphs(body)
        return { when: dayAndTime(t, madeAt), instant: madeAt, actor: author, text: first, details: more }
      }),
    },
    body: mayWrite
      ? textArea(form, 'body', t('organisations.notes.body'), {
          hint: t('organisations.notes.body.hint'),
          rows: 4,
          most: 5_000,
          size: 's',
        })
      : null,
  }
}
