import type { Organisation } from '../../../domain/organisation.ts'
import { assetAddress } from '../../../web/assets.ts'
import { errorSummary, fileField, radios, textArea, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { noteMost } from '../editing/editing.forms.ts'
import { acceptedEndings, filesHint } from '../files/file.pages.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { together } from './quick-upload.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/quick-upload/new': ReturnType<typeof quickPage>
  }
}

/**
 * The quick upload page: a title, a note, the files, and whether they belong together. Other details are added later.
 */
export function quickPage(
  t: T,
  organisation: Organisation,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const list = `/organisations/${organisation.id}/evidence`
  return {
    title: t('quick_upload.title'),
    heading: { caption: organisation.name, text: t('quick_upload.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: list },
    errors: errorSummary(form),
    personalData,
    name: textField(form, 'title', t('quick_upload.what'), { hint: t('quick_upload.what.hint'), size: 's' }),
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('evidence.field.note.hint'),
      rows: 2,
      most: noteMost,
      quiet: true,
      size: 's',
    }),
    files: fileField(form, 'files', t('quick_upload.files'), {
      hint: filesHint(t, form, personalData),
      accept: acceptedEndings,
      multiple: true,
    }),
    together: radios(form, 'together', t('upload_link.together.legend'), {
      choices: together.map(value => ({ value, text: t(`upload_link.together.${value}`) })),
      small: true,
    }),
    list,
    script: assetAddress('uploads.js'),
    everything: { text: t('quick_upload.everything'), href: `${list}/new` },
  }
}

export const quickStart: Form = formOf({ together: 'one' })
