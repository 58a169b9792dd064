import { dayOf } from '../../../domain/time.ts'
import type { Table } from '../../../web/components.ts'
import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'
import type { FollowUp } from './follow-up.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/follow-ups/new': ReturnType<typeof followUpPage>
  }
}

export interface AboutFollowUp {
  award: NamedAward
  earlier: readonly FollowUp[]
  /** the name of the person who fills in the form */
  name: string
}

export function followUpPage(t: T, { award, earlier, name }: AboutFollowUp, form: Form = emptyForm) {
  const shown = form === emptyForm ? { values: { doneBy: name }, errors: [] } : form
  const state = award.status === 'suspended' ? 'suspended' : 'lapsed'
  return {
    title: t('awards.follow_up.title'),
    back: { text: t('awards.one.title', { organisation: award.organisationName }), href: `/awards/${award.id}` },
    errors: errorSummary(shown),
    heading: { text: t('awards.follow_up.title'), caption: award.organisationName, size: 'l' as const },
    lead: [t(`awards.follow_up.lead.${state}`), t(`awards.follow_up.then.${state}`)],
    earlier: earlier.length > 0 ? earlierTable(t, earlier) : null,
    done: textArea(shown, 'done', t('awards.follow_up.done'), {
      hint: t('awards.follow_up.done.hint'),
      rows: 4,
      most: 2_000,
      size: 's',
    }),
    doneBy: textField(shown, 'doneBy', t('awards.follow_up.done_by'), { width: 20 }),
  }
}

const earlierTable = (t: T, earlier: readonly FollowUp[]): Table => ({
  caption: t('awards.follow_up.list'),
  captionSize: 'm',
  columns: [t('awards.follow_up.list.when'), t('awards.follow_up.list.what'), t('awards.follow_up.list.who')],
  rows: earlier.map(({ recordedAt, done, doneBy }) => ({
    cells: [{ text: longDay(t, dayOf(recordedAt)), figures: true }, { text: done }, { text: doneBy }],
  })),
})
