import { captureLimits, recognisable, usualDays, worksOn } from '../../../domain/capture.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { fileLimits } from '../../../config.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { assetAddress } from '../../../web/assets.ts'
import { errorSummary, fileField, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { newFormId } from '../../../web/form-ids.ts'
import { qrPicture } from '../../../web/qr-code.ts'
import type { TypedBefore } from '../../../web/what-was-typed.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { senderMost, wordsMost } from './upload-link.forms.ts'
import type { CaptureLink, OpenLink } from './upload-link.store.ts'

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
    title: t('capture.send.title'),
    heading: {
      caption: t('capture.send.caption', { branch: link.branch, organisation: link.organisation }),
      text: t('capture.send.title'),
      size: 'l' as const,
    },
    errors: errorSummary(form),
    formId: hiddenField(form, 'formId', newFormId()),
    words: textArea(form, 'words', t('capture.send.words'), {
      hint: t('capture.send.words.hint'),
      rows: 3,
      most: wordsMost,
      size: 's',
    }),
    people: radios(
      form,
      'people',
      t('capture.send.people'),
      recognisable.map(value => ({ value, text: t(`capture.people.${value}`) })),
      { hint: t('capture.send.people.hint'), small: true },
    ),
    sender: textField(form, 'sender', t('capture.send.sender'), {
      hint: t('capture.send.sender.hint', { most: senderMost }),
      autocomplete: 'off',
      size: 's',
    }),
    files: fileField(form, 'files', t('capture.send.files'), {
      hint: hadErrors
        ? t('evidence.field.files.again')
        : t('capture.send.files.hint', { most: fileLimits.perPiece, size: t('size.megabytes', { size: megabytes }) }),
      accept,
      multiple: true,
      size: 's',
    }),
    types: t('capture.send.types', {
      types: list(
        t,
        Object.values(fileTypes).map(({ name }) => name),
      ),
    }),
    script: assetAddress('uploads.js'),
  }
}

export const thanksPage = (t: T, link: OpenLink, again: string) => ({
  title: t('capture.thanks.title'),
  panel: { title: t('capture.thanks.title'), text: t('capture.thanks.text', { organisation: link.organisation }) },
  text: [t('capture.thanks.next'), t('capture.thanks.not_shown')],
  again: { text: t('capture.send.another'), href: again },
})

/** Unknown, over and ended alike. What somebody wrote for it is theirs to take elsewhere. */
export const linkOverPage = (t: T, typed: TypedBefore | null) => ({
  title: t('capture.over.title'),
  text: [t('capture.over.text')],
  typed,
  link: { text: t('capture.over.link'), href: '/' },
})

export const linkStart = formOf({ days: String(usualDays) })

export function linksPage(
  t: T,
  organisation: Organisation,
  links: readonly CaptureLink[],
  branches: readonly { id: string; name: string }[],
  today: Day,
  form: Form,
) {
  const here = `/organisations/${organisation.id}/capture-links`
  return {
    title: t('capture.links.title'),
    heading: { caption: organisation.name, text: t('capture.links.title'), size: 'l' as const },
    back: { text: t('tray.title'), href: `/organisations/${organisation.id}/tray` },
    errors: errorSummary(form),
    table:
      links.length === 0
        ? null
        : {
            caption: t('capture.links.table'),
            columns: [
              t('capture.links.column.branch'),
              t('capture.links.column.made'),
              t('capture.links.column.works'),
              t('capture.links.column.end'),
            ],
            rows: links.map(link => ({
              cells: [
                { text: link.branch },
                { text: t('capture.links.made', { day: longDay(t, dayOf(link.madeAt)), name: link.maker }) },
                { text: worksUntil(t, link, today) },
                worksOn(link, today)
                  ? {
                      form: {
                        action: `${here}/${link.id}/ending`,
                        text: t('capture.links.end'),
                        hidden: link.branch,
                        kind: 'link' as const,
                      },
                    }
                  : { text: t('capture.links.over') },
              ],
            })),
          },
    formId: hiddenField(form, 'formId', newFormId()),
    branch: select(
      form,
      'branch',
      t('capture.link.branch'),
      branches.map(({ id, name }) => ({ value: id, text: name })),
      { empty: t('capture.link.branch.choose'), size: 's' },
    ),
    days: radios(
      form,
      'days',
      t('capture.link.days'),
      captureLimits.days.map(days => ({ value: String(days), text: t(`capture.link.days.${days}`) })),
      { inline: true, small: true },
    ),
  }
}

function worksUntil(t: T, { endedAt, endsOn }: CaptureLink, today: Day): string {
  if (endedAt) return t('capture.links.ended', { day: longDay(t, dayOf(endedAt)) })
  return t(today <= endsOn ? 'capture.links.until' : 'capture.links.was_until', { day: longDay(t, endsOn) })
}

/** For the wall of a staff room. The address stands here once and nowhere again. */
export function posterPage(t: T, organisation: Organisation, branch: { name: string }, address: string, endsOn: Day) {
  const [before = '', code = ''] = address.split(/(?<=\/capture\/)/)
  return {
    title: t('capture.poster.title', { branch: branch.name }),
    back: { text: t('capture.links.title'), href: `/organisations/${organisation.id}/capture-links` },
    once: {
      tone: 'plain' as const,
      icon: 'information' as const,
      heading: t('capture.poster.once'),
      text: [t('capture.poster.once.text')],
    },
    heading: {
      caption: t('capture.send.caption', { branch: branch.name, organisation: organisation.name }),
      text: t('capture.poster.heading'),
      size: 'xl' as const,
    },
    address: { before, code },
    picture: { ...qrPicture(address), alternative: t('capture.poster.picture') },
    send: ([1, 2, 3] as const).map(place => t(`capture.poster.send.${place}`)),
    never: ([1, 2, 3] as const).map(place => t(`capture.poster.never.${place}`)),
    until: t('capture.poster.until', { day: longDay(t, endsOn) }),
  }
}
