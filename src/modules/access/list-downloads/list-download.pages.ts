import type { Link } from '../../../web/components.ts'
import { errorSummary, radios } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import type { T } from '../../../words/words.ts'
import { fileTypeNames } from './list-download.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/list-downloads/download': ReturnType<typeof listDownloadPage>
    'access/list-downloads/links': { links: readonly Link[] }
  }
}

/** Describes a list for its download page and its saved filters. */
export interface DescribedList {
  /** the list and its subject, such as "Branches of Fellside Libraries" */
  title: string
  /** the active filters, in words */
  filters: readonly string[]
  /** a link to the list's page, with these filters */
  back: Link
}

/** @param isConfirmed whether the person has entered their password again recently */
export function listDownloadPage(
  t: T,
  { title, filters, back }: DescribedList,
  { action, form, isConfirmed }: { action: string; form: Form; isConfirmed: boolean },
) {
  return {
    title: t('list_download.title', { list: title }),
    back,
    errors: errorSummary(form),
    filters: filters.length > 0 ? { rows: [{ key: t('list_download.filters'), value: filters.join('. ') }] } : null,
    action,
    type: radios(form, 'type', t('list_download.type'), {
      choices: fileTypeNames.map(type => ({ value: type, text: t(`list_download.type.${type}`) })),
    }),
    password: passwordAgain(t, form, isConfirmed),
  }
}

/** The link to the download of a list, for the page of the list. */
export const listDownloadLink = (t: T, path: string, list: string): Link => ({
  text: t('list_download.link'),
  href: downloadAddress(path, list),
})

/** @param list the address of the list; its filters are added to the download's address */
export function downloadAddress(path: string, list: string): string {
  const start = list.indexOf('?')
  return start < 0 ? path : `${path}${list.slice(start)}`
}
