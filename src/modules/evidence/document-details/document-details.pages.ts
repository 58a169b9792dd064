import type { DocumentDetail } from '../../../files/document-details.ts'
import type { TextPlace } from '../../../files/document-text.ts'
import type { T } from '../../../words/words.ts'
import type { ReadDocument } from './document-details.actions.ts'

/** One detail in a document, for a list of possible personal details. */
export const documentDetailLine = (t: T, { kind, text, place, times }: DocumentDetail) => ({
  kind: t(`personal_data.kind.${kind}`),
  text,
  where:
    times === 1
      ? placeInWords(t, place)
      : t('document_details.times', { where: placeInWords(t, place), count: times - 1 }),
  href: null,
})

/** The reason why part of a document was not read; null when all of it was read. */
export const unreadInWords = (t: T, { unread }: Pick<ReadDocument, 'unread'>): string | null =>
  unread && t(`document_details.unread.${unread}`)

/** The place of a finding in a document. */
export function placeInWords(t: T, place: TextPlace): string {
  switch (place.in) {
    case 'page':
      return t(place.isHidden ? 'document_details.page.hidden' : 'document_details.page', place)
    case 'paragraph':
      return paragraphInWords(t, place)
    case 'cell':
      return t(place.isHidden ? 'document_details.cell.hidden' : 'document_details.cell', place)
    case 'slide':
      return t(place.isHidden ? 'document_details.slide.hidden' : 'document_details.slide', place)
    case 'notes':
      return t('document_details.notes', place)
    case 'line':
      return t('document_details.line', place)
    case 'row':
      return t('document_details.row', place)
    case 'comment':
      return commentInWords(t, place)
    case 'deleted':
    case 'changes':
      return place.by ? t(`document_details.${place.in}.by`, { by: place.by }) : t(`document_details.${place.in}`)
    case 'field':
    case 'link':
      return place.page
        ? t(`document_details.${place.in}.page`, { page: place.page })
        : t(`document_details.${place.in}`)
    case 'attachment':
    case 'bookmark':
    case 'drawing':
    case 'embedded':
    case 'endnote':
    case 'footer':
    case 'footnote':
    case 'header':
    case 'hidden':
    case 'master':
    case 'name':
    case 'picture':
    case 'pivot':
      return t(`document_details.${place.in}`)
  }
}

function paragraphInWords(t: T, place: Extract<TextPlace, { in: 'paragraph' }>): string {
  const { paragraph, heading, isHidden } = place
  if (heading === undefined)
    return t(isHidden ? 'document_details.paragraph.hidden' : 'document_details.paragraph', { paragraph })
  return t(isHidden ? 'document_details.heading.hidden' : 'document_details.heading', { paragraph, heading })
}

function commentInWords(t: T, { by, page, slide, sheet, cell }: Extract<TextPlace, { in: 'comment' }>): string {
  if (page !== undefined)
    return by ? t('document_details.comment.by.page', { by, page }) : t('document_details.comment.page', { page })
  if (slide !== undefined)
    return by ? t('document_details.comment.by.slide', { by, slide }) : t('document_details.comment.slide', { slide })
  if (sheet !== undefined && cell !== undefined)
    return by
      ? t('document_details.comment.by.cell', { by, sheet, cell })
      : t('document_details.comment.cell', { sheet, cell })
  return by ? t('document_details.comment.by', { by }) : t('document_details.comment')
}
