import { fileTypes } from '../../../domain/evidence.ts'
import { versionsBefore } from '../../../domain/file-versions.ts'
import type { FilePicture, Link } from '../../../web/components.ts'
import { errorSummary, hiddenField, textArea, textField } from '../../../web/fields.ts'
import { type Form, formOf } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceFile, EvidenceItem } from '../items/evidence-item.store.ts'
import { alternativeMost } from './preview.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/previews/preview': ReturnType<typeof previewPage>
    'evidence/previews/picture-words': ReturnType<typeof pictureWords>
  }
}

const addressOf = (evidence: { id: string }, file: { id: string }) => `/evidence/${evidence.id}/files/${file.id}`

/** The text alternative of a preview, or a text saying that the picture has no description. */
const alternativeOf = (t: T, file: EvidenceFile, page: number): string =>
  fileTypes[file.type].picture
    ? file.alternative || t('preview.alt.undescribed', { name: file.name })
    : t('preview.alt.page', { page, name: file.name })

/** The small preview in the list of files; null until it exists. */
export function smallPicture(t: T, evidence: EvidenceItem, file: EvidenceFile): FilePicture | null {
  if (file.state !== 'ready' || !file.drawn) return null
  const address = addressOf(evidence, file)
  return {
    src: `${address}/small`,
    alternative: alternativeOf(t, file, 1),
    href: `${address}/pages/1`,
    caption: file.caption === '' ? null : file.caption,
  }
}

/** The link to the page where a picture is described; empty unless the file is a picture that is ready. */
export function wordsLink(t: T, evidence: EvidenceItem, file: EvidenceFile): Link[] {
  if (!fileTypes[file.type].picture || file.state !== 'ready') return []
  return [
    {
      text: t(file.alternative === '' ? 'preview.description.link' : 'preview.description.change'),
      hidden: file.name,
      href: `${addressOf(evidence, file)}/words`,
    },
  ]
}

export function previewPage(t: T, evidence: EvidenceItem, file: EvidenceFile, page: number) {
  const address = addressOf(evidence, file)
  const isPicture = fileTypes[file.type].picture
  const pages = file.pages ?? 1
  const drawn = file.drawn ?? 0
  return {
    title: t('preview.title', { name: file.name }),
    heading: { caption: evidence.title, text: file.name, size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: [],
    picture: { src: `${address}/pages/${page}/picture`, alternative: alternativeOf(t, file, page) },
    caption: isPicture ? file.caption : t('preview.page', { page, pages }),
    text: isPicture
      ? []
      : [...(drawn < pages ? [t('preview.some', { drawn, pages })] : []), t('preview.text.document')],
    before: page > 1 ? { text: t('preview.previous'), href: `${address}/pages/${page - 1}` } : null,
    next: page < drawn ? { text: t('preview.next'), href: `${address}/pages/${page + 1}` } : null,
    download: { text: t('preview.download', { name: file.name }), href: address },
  }
}

/** The form to describe a picture. A picture without a description starts with that of an earlier version. */
export function formOfWords(evidence: EvidenceItem, file: EvidenceFile): Form {
  const { alternative, caption } = carriedWords(evidence, file) ?? file
  return formOf({ version: String(evidence.version), alternative, caption })
}

const carriedWords = (evidence: EvidenceItem, file: EvidenceFile): EvidenceFile | undefined =>
  file.alternative === '' && file.caption === ''
    ? versionsBefore(evidence.files, file).find(
        ({ type, alternative }) => fileTypes[type].picture && alternative !== '',
      )
    : undefined

/** @param isStale whether someone else saved a change first; the form keeps the text that this person entered */
export function pictureWords(
  t: T,
  { evidence, file, isStale }: { evidence: EvidenceItem; file: EvidenceFile; isStale: boolean },
  form: Form,
) {
  const picture = smallPicture(t, evidence, file)
  return {
    title: t('preview.description.title', { name: file.name }),
    heading: { caption: evidence.title, text: t('preview.description.title', { name: file.name }), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: errorSummary(form),
    stale: isStale ? t('preview.description.stale') : null,
    carried: carriedWords(evidence, file) ? t('versions.description_carried') : null,
    picture: picture && { ...picture, src: `${addressOf(evidence, file)}/pages/1/picture` },
    version: hiddenField(form, 'version', evidence.version),
    alternative: textArea(form, 'alternative', t('preview.description.alternative'), {
      hint: t('preview.description.alternative.hint'),
      rows: 3,
      most: alternativeMost,
      size: 's',
    }),
    caption: textField(form, 'caption', t('preview.description.caption'), {
      hint: t('preview.description.caption.hint'),
      size: 's',
    }),
  }
}
