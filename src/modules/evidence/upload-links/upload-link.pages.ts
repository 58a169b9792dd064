import { uploadLinkLimits, recognisable, usualDays, worksOn } from '../../../domain/capture.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { fileLimits } from '../../../config.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { assetAddress } from '../../../web/assets.ts'
import { errorSummary, fileField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { qrPicture } from '../../../web/qr-code.ts'
import type { TypedBefore } from '../../../web/what-was-typed.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { senderMost, wordsMost } from './upload-link.forms.ts'
import type { UploadLink, OpenLink } from './upload-link.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/upload-links/send': ReturnType<typeof sendPage>
    'evidence/upload-links/thanks': ReturnType<typeof thanksPage>
    'evidence/upload-links/links': ReturnType<typeof linksPage>
    'evidence/upload-links/poster': ReturnType<typeof posterPage>
  }
}

const accept = Object.values(fileTypes)
  .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
  .join(',')
const megabytes = Math.floor(fileLimits.bytes / 1024 ** 2)

export function sendPage(t: T, link: OpenLink, form: Form = emptyForm) {
  const hadErrors = form.errors.length > 0
  return {
    title: t('upload_link.send.title'),
    heading: {
      caption: t('upload_link.send.caption', { branch: link.branch, organisation: link.organisation }),
      text: t('upload_link.send.title'),
      size: 'l' as const,
    },
    errors: errorSummary(form),
    words: textArea(form, 'words', t('upload_link.send.words'), {
      hint: t('upload_link.send.words.hint'),
      rows: 3,
      most: wordsMost,
      size: 's',
    }),
    people: radios(
      form,
      'people',
      t('upload_link.send.people'),
      recognisable.map(value => ({ value, text: t(`upload_link.people.${value}`) })),
      { hint: t('upload_link.send.people.hint'), small: true },
    ),
    sender: textField(form, 'sender', t('upload_link.send.sender'), {
      hint: t('upload_link.send.sender.hint', { most: senderMost }),
      autocomplete: 'off',
      size: 's',
    }),
    files: fileField(form, 'files', t('upload_link.send.files'), {
      hint: hadErrors
        ? t('evidence.field.files.again')
        : t('upload_link.send.files.hint', {
            most: fileLimits.perItem,
            size: t('size.megabytes', { size: megabytes }),
          }),
      accept,
      multiple: true,
      size: 's',
    }),
    types: t('upload_link.send.types', {
      types: list(
        t,
        Object.values(fileTypes).map(({ name }) => name),
      ),
    }),
    script: assetAddress('uploads.js'),
  }
}

export const thanksPage = (t: T, link: OpenLink, again: string) => ({
  title: t('upload_link.thanks.title'),
  panel: {
    title: t('upload_link.thanks.title'),
    text: t('upload_link.thanks.text', { organisation: link.organisation }),
  },
  text: [t('upload_link.thanks.next'), t('upload_link.thanks.not_shown')],
  again: { text: t('upload_link.send.another'), href: again },
})

/** Unknown, over and ended alike. What somebody wrote for it is theirs to take elsewhere. */
export const linkOverPage = (t: T, typed: TypedBefore | null) => ({
  title: t('upload_link.over.title'),
  text: [t('upload_link.over.text')],
  typed,
  link: { text: t('upload_link.over.link'), href: '/' },
})

export const linkStart = formOf({ days: String(usualDays) })

export function linksPage(
  t: T,
  organisation: Organisation,
  links: readonly UploadLink[],
  branches: readonly { id: string; name: string }[],
  today: Day,
  form: Form,
) {
  const here = `/organisations/${organisation.id}/upload-links`
  return {
    title: t('upload_link.links.title'),
    heading: { caption: organisation.name, text: t('upload_link.links.title'), size: 'l' as const },
    back: { text: t('inbox.title'), href: `/organisations/${organisation.id}/inbox` },
    errors: errorSummary(form),
    table:
      links.length === 0
        ? null
        : {
            caption: t('upload_link.links.table'),
            columns: [
              t('upload_link.links.column.branch'),
              t('upload_link.links.column.made'),
              t('upload_link.links.column.works'),
              t('upload_link.links.column.end'),
            ],
            rows: links.map(link => ({
              cells: [
                { text: link.branch },
                { text: t('upload_link.links.made', { day: longDay(t, dayOf(link.madeAt)), name: link.maker }) },
                { text: worksUntil(t, link, today) },
                worksOn(link, today)
                  ? {
                      form: {
                        action: `${here}/${link.id}/ending`,
                        text: t('upload_link.links.end'),
                        hidden: link.branch,
                        kind: 'link' as const,
                      },
                    }
                  : { text: t('upload_link.links.over') },
              ],
            })),
          },
    branch: select(
      form,
      'branch',
      t('upload_link.link.branch'),
      branches.map(({ id, name }) => ({ value: id, text: name })),
      { empty: t('upload_link.link.branch.choose'), size: 's' },
    ),
    days: radios(
      form,
      'days',
      t('upload_link.link.days'),
      uploadLinkLimits.days.map(days => ({ value: String(days), text: t(`upload_link.link.days.${days}`) })),
      { inline: true, small: true },
    ),
  }
}

function worksUntil(t: T, { endedAt, endsOn }: UploadLink, today: Day): string {
  if (endedAt) return t('upload_link.links.ended', { day: longDay(t, dayOf(endedAt)) })
  return t(today <= endsOn ? 'upload_link.links.until' : 'upload_link.links.was_until', { day: longDay(t, endsOn) })
}

/** For the wall of a staff room. The address stands here once and nowhere again. */
export function posterPage(t: T, organisation: Organisation, branch: { name: string }, address: string, endsOn: Day) {
  const [before = '', code = ''] = address.split(/(?<=\/upload\/)/)
  return {
    title: t('upload_link.poster.title', { branch: branch.name }),
    back: { text: t('upload_link.links.title'), href: `/organisations/${organisation.id}/upload-links` },
    once: {
      tone: 'plain' as const,
      icon: 'information' as const,
      heading: t('upload_link.poster.once'),
      text: [t('upload_link.poster.once.text')],
    },
    heading: {
      caption: t('upload_link.send.caption', { branch: branch.name, organisation: organisation.name }),
      text: t('upload_link.poster.heading'),
      size: 'xl' as const,
    },
    address: { before, code },
    picture: { ...qrPicture(address), alternative: t('upload_link.poster.picture') },
    send: ([1, 2, 3] as const).map(place => t(`upload_link.poster.send.${place}`)),
    never: ([1, 2, 3] as const).map(place => t(`upload_link.poster.never.${place}`)),
    until: t('upload_link.poster.until', { day: longDay(t, endsOn) }),
  }
}
