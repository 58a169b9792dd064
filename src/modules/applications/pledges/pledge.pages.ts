import type { Item } from '../../../domain/framework.ts'
import type { Pledge } from '../../../domain/pledge.ts'
import type { Button } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { SavedPledge } from './pledge.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/pledges/edit': ReturnType<typeof pledgePage>
    'applications/pledges/block': PledgeBlock
  }
}

const addressOf = ({ id }: { id: string }): string => `/applications/${id}/pledge`

export interface PledgeSubject {
  application: ApplicationRecord
  item: Item
  pledge: SavedPledge | null
}

/**
 * The form for entering who signed a library's pledge, and when.
 * @param isStale whether someone else has saved details that the page must show
 */
export function pledgePage(t: T, { application, item, pledge }: PledgeSubject, entered: Form | null, isStale = false) {
  const form = entered ?? formOf(pledge ? { ...pledge, version: String(pledge.version) } : {})
  return {
    title: t('pledge.title'),
    back: {
      text: t('pledge.back', { code: item.code, title: item.title }),
      href: `/applications/${application.id}/criteria/${item.code}`,
    },
    errors: errorSummary(form),
    heading: { text: t('pledge.title'), caption: application.organisationName, size: 'l' as const },
    newer: isStale ? pledgeLines(t, pledge) : [],
    version: hiddenField(form, 'version'),
    signedBy: textField(form, 'signedBy', t('pledge.signed_by'), { autocomplete: 'off', size: 's' }),
    role: textField(form, 'role', t('pledge.role'), { hint: t('pledge.role.hint'), autocomplete: 'off', size: 's' }),
    signedOn: dateField(form, 'signedOn', t('pledge.signed_on'), { hint: t('pledge.signed_on.hint') }),
    wording: textField(form, 'wording', t('pledge.wording'), { hint: t('pledge.wording.hint'), size: 's' }),
  }
}

/** The entered form with the current version. Saving it again replaces the details that someone else saved. */
export const pledgeReadAgain = (t: T, { pledge }: PledgeSubject, form: Form): Form => ({
  values: { ...form.values, version: String(pledge?.version ?? 0) },
  errors: [{ field: 'signedBy', message: t('pledge.stale') }],
})

/** The details of the signed pledge, on the page of the pledge item. */
export interface PledgeBlock {
  lines: readonly string[]
  lead: string | null
  button: Button | null
}

export const pledgeBlock = (
  t: T,
  application: { id: string },
  pledge: Pledge | null,
  { mayWrite }: { mayWrite: boolean },
): PledgeBlock => ({
  lines: pledgeLines(t, pledge),
  lead: pledge === null ? t(mayWrite ? 'pledge.block.lead' : 'pledge.none') : null,
  button: mayWrite
    ? { text: t(pledge ? 'pledge.change' : 'pledge.enter'), href: addressOf(application), kind: 'secondary' }
    : null,
})

/** The details of the signed pledge as paragraphs, for both the current application and a submission. */
export const pledgeLines = (t: T, pledge: Pledge | null): string[] =>
  pledge === null
    ? []
    : [
        t('pledge.read', { name: pledge.signedBy, role: pledge.role, day: longDay(t, pledge.signedOn) }),
        ...(pledge.wording === '' ? [] : [t('pledge.read.wording', { wording: pledge.wording })]),
      ]
