import { fileLimits } from '../../../config.ts'
import { newId } from '../../../db/ids.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { recognisable } from '../../../domain/upload-link.ts'
import { assetAddress } from '../../../web/assets.ts'
import type { EnteredText } from '../../../web/entered-text.ts'
import { errorSummary, fileField, radios, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { cameWithoutFiles } from '../files/file.pages.ts'
import type { OpenLink } from '../upload-links/upload-link.store.ts'
import { senderMax, wordsMax } from './upload.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/uploads/send': ReturnType<typeof sendPage>
    'evidence/uploads/thanks': ReturnType<typeof thanksPage>
  }
}

const accept = Object.values(fileTypes)
  .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
  .join(',')
const megabytes = Math.floor(fileLimits.bytes / 1024 ** 2)

export function sendPage(t: T, link: OpenLink, form: Form = emptyForm) {
  return {
    title: t('uploads.title'),
    heading: {
      caption: t('uploads.caption', { branch: link.branch, organisation: link.organisation }),
      text: t('uploads.title'),
      size: 'l' as const,
    },
    errors: errorSummary(form),
    group: { name: 'group', value: newId() },
    words: textArea(form, 'words', t('uploads.words'), {
      hint: t('uploads.words.hint'),
      rows: 3,
      most: wordsMax,
      size: 's',
    }),
    people: radios(form, 'people', t('uploads.people'), {
      choices: recognisable.map(value => ({ value, text: t(`uploads.people.${value}`) })),
      hint: t('uploads.people.hint'),
      small: true,
    }),
    sender: textField(form, 'sender', t('uploads.sender'), {
      hint: t('uploads.sender.hint', { max: senderMax }),
      autocomplete: 'off',
      size: 's',
    }),
    files: fileField(form, 'files', t('uploads.files'), {
      hint: filesHint(t, form),
      accept,
      multiple: true,
    }),
    types: t('uploads.types', {
      types: list(
        t,
        Object.values(fileTypes).map(({ name }) => name),
      ),
    }),
    script: assetAddress('uploads.js'),
  }
}

const filesHint = (t: T, form: Form): string =>
  form.errors.length > 0 && !cameWithoutFiles(form)
    ? t('evidence.field.files.again')
    : t('uploads.files.hint', { max: fileLimits.perItem, size: t('size.megabytes', { size: megabytes }) })

/** @param address the address of the page for sending more evidence */
export const thanksPage = (t: T, link: OpenLink, address: string) => ({
  title: t('uploads.thanks.title'),
  panel: {
    title: t('uploads.thanks.title'),
    text: t('uploads.thanks.text', { organisation: link.organisation }),
  },
  text: [t('uploads.thanks.next'), t('uploads.thanks.not_shown'), t('uploads.thanks.copy')],
  again: { text: t('uploads.another'), href: address },
})

/**
 * The same page for an unknown, an expired and an ended link. It shows the entered text, so that the person can copy
 * it.
 */
export const unusableUploadLinkPage = (t: T, typed: EnteredText | null) => ({
  title: t('uploads.over.title'),
  text: [t('uploads.over.text')],
  typed,
  link: { text: t('uploads.over.link'), href: '/' },
})
