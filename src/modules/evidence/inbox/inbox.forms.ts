import { z } from 'zod'
import { FormRefused } from '../../../domain/refusals.ts'
import type { HiddenField } from '../../../web/components.ts'
import { hiddenField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { InboxItem } from './inbox.store.ts'

type ItemWithFiles = Pick<InboxItem, 'id' | 'files'>

/** An item's id, and how many of its files can be used. */
const seenIn = ({ id, files }: ItemWithFiles): string =>
  `${id} ${files.filter(({ state }) => state !== 'refused').length}`

/**
 * The hidden field that says how many files of each item the page showed. A form that is shown again keeps the numbers,
 * unless its error asks the person to check the files.
 */
export const seenField = (t: T, form: Form, items: readonly ItemWithFiles[]): HiddenField => {
  const now = items.map(seenIn).join(',')
  const isAskedToCheck = form.errors.some(({ message }) => message === t('inbox.files_changed'))
  return isAskedToCheck ? { name: 'seen', value: now } : hiddenField(form, 'seen', now)
}

export const seenSchema = () => z.string().catch('')

/**
 * Refuses to add or delete items with other files than the person has seen. A sender can add files to an item while it
 * is in the inbox, a phone sends several files one by one, and the scanner can find a virus.
 * @param seen the value of the hidden field
 * @param field the field of the form that shows the error
 * @throws FormRefused when files of these items have arrived, or been deleted for a virus, since the page was opened
 */
export function refuseOtherFiles(items: readonly ItemWithFiles[], seen: string, field = 'inboxItem'): void {
  const known = seen.split(',')
  if (items.some(item => item.files.length > 0 && !known.includes(seenIn(item))))
    throw new FormRefused(field, 'inbox.files_changed')
}
