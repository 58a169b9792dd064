import type { Organisation } from '../../../domain/organisation.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { uploadLinkLimits, usualDays, worksOn } from '../../../domain/upload-link.ts'
import type { TableRow } from '../../../web/components.ts'
import { errorSummary, radios, select } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { qrPicture } from '../../../web/qr-code.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { LinkAtBranch, UploadLink } from './upload-link.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/upload-links/list': ReturnType<typeof linksPage>
    'evidence/upload-links/ending': ReturnType<typeof linkEndingPage>
    'evidence/upload-links/poster': ReturnType<typeof posterPage>
  }
}

export const newLinkForm = formOf({ days: String(usualDays) })

export interface LinksListed {
  organisation: Organisation
  links: readonly UploadLink[]
  /** the open branches, to choose from for a new link */
  branches: readonly { id: string; name: string }[]
}

export function linksPage(t: T, { organisation, links, branches }: LinksListed, today: Day, form: Form = newLinkForm) {
  const working = links.filter(link => worksOn(link, today))
  const over = links.filter(link => !worksOn(link, today))
  return {
    title: t('upload_link.title'),
    heading: { caption: organisation.name, text: t('upload_link.title'), size: 'l' as const },
    back: { text: t('inbox.title'), href: `/organisations/${organisation.id}/inbox` },
    errors: errorSummary(form),
    table:
      working.length === 0
        ? null
        : {
            caption: t('upload_link.table'),
            columns: [
              t('upload_link.column.branch'),
              t('upload_link.column.created'),
              t('upload_link.column.works'),
              t('upload_link.column.end'),
            ],
            rows: working.map(link => linkRow(t, organisation, link, today)),
          },
    over: over.length === 0 ? null : linksOver(t, over),
    closed: organisation.closedAt === null ? null : t('upload_link.closed'),
    create: organisation.closedAt === null ? newLink(t, branches, form) : null,
  }
}

const newLink = (t: T, branches: LinksListed['branches'], form: Form) => ({
  branch: select(form, 'branch', t('upload_link.branch'), {
    choices: branches.map(({ id, name }) => ({ value: id, text: name })),
    empty: t('upload_link.branch.choose'),
    size: 's',
  }),
  days: radios(form, 'days', t('upload_link.days'), {
    choices: uploadLinkLimits.days.map(days => ({ value: String(days), text: t(`upload_link.days.${days}`) })),
    inline: true,
    small: true,
  }),
})

export function linkEndingPage(t: T, { id }: Organisation, { branch, maker, madeAt }: LinkAtBranch) {
  const links = { text: t('upload_link.title'), href: `/organisations/${id}/upload-links` }
  return {
    title: t('upload_link.end.title'),
    back: links,
    confirmation: {
      heading: { caption: branch, text: t('upload_link.end.title'), size: 'l' as const },
      text: [
        t('upload_link.end.created', { moment: dayAndTime(t, madeAt), name: maker }),
        t('upload_link.end.text'),
        t('upload_link.end.undo'),
      ],
      button: { text: t('upload_link.end'), kind: 'warning' as const },
      cancel: { text: t('upload_link.end.cancel'), href: links.href },
    },
  }
}

function linkRow(t: T, organisation: Organisation, link: UploadLink, today: Day): TableRow {
  const moment = dayAndTime(t, link.madeAt)
  const end = {
    text: t('upload_link.end'),
    href: `/organisations/${organisation.id}/upload-links/${link.id}/ending`,
    hidden: t('upload_link.end.which', { branch: link.branch, moment }),
  }
  const isOpen = organisation.closedAt === null
  const isBranchClosed = link.branchClosedOn !== null && link.branchClosedOn <= today
  const works = isOpen ? t('upload_link.works_until', { day: longDay(t, link.endsOn) }) : t('upload_link.not_now')
  return {
    cells: [
      { text: link.branch, reason: isBranchClosed && isOpen ? t('upload_link.branch_closed') : null },
      { text: t('upload_link.created_by', { moment, name: link.maker }) },
      { text: works },
      end,
    ],
  }
}

/** The links that have expired or were switched off. */
const linksOver = (t: T, links: readonly UploadLink[]) => ({
  summary: t('upload_link.over', { count: links.length }),
  table: {
    caption: t('upload_link.over', { count: links.length }),
    captionSize: 'hidden' as const,
    columns: [t('upload_link.column.branch'), t('upload_link.column.created'), t('upload_link.column.works')],
    rows: links.map(({ branch, maker, madeAt, endsOn, endedAt }) => ({
      cells: [
        { text: branch },
        { text: t('upload_link.created_by', { moment: dayAndTime(t, madeAt), name: maker }) },
        {
          text: endedAt
            ? t('upload_link.ended', { day: longDay(t, dayOf(endedAt)) })
            : t('upload_link.worked_until', { day: longDay(t, endsOn) }),
        },
      ],
    })),
  },
})

/**
 * A page to print for the staff room.
 * @param address the link's full address, shown only here because only a hash is stored
 */
export function posterPage(t: T, organisation: Organisation, link: { branch: string; endsOn: Day }, address: string) {
  const [before = '', code = ''] = address.split(/(?<=\/upload\/)/)
  return {
    title: t('upload_link.poster.title', { branch: link.branch }),
    back: { text: t('upload_link.title'), href: `/organisations/${organisation.id}/upload-links` },
    once: {
      tone: 'plain' as const,
      icon: 'information' as const,
      heading: t('upload_link.poster.once'),
      text: [t('upload_link.poster.once.text')],
    },
    heading: {
      caption: t('uploads.caption', { branch: link.branch, organisation: organisation.name }),
      text: t('upload_link.poster.heading'),
      size: 'xl' as const,
    },
    address: { before, code },
    whole: address,
    picture: { ...qrPicture(address), alternative: t('upload_link.poster.picture') },
    send: ([1, 2, 3] as const).map(place => t(`upload_link.poster.send.${place}`)),
    never: ([1, 2, 3] as const).map(place => t(`upload_link.poster.never.${place}`)),
    until: t('upload_link.poster.until', { day: longDay(t, link.endsOn) }),
  }
}
