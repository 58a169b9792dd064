import { lastDayShown, presentPeriod, supersededBecause } from '../../../domain/certificate-period.ts'
import type { AwardChange } from '../../../domain/award.ts'
import type { Day } from '../../../domain/time.ts'
import { wasNeverInvalid, wasValidOn } from '../../../domain/validity.ts'
import type { DocumentData } from '../../../files/typeset.ts'
import { qrPicture } from '../../../web/qr-code.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { NamedAward } from '../awards/award.store.ts'
import type { Term } from '../terms/term.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'awards/certificate/certificate': ReturnType<typeof certificatePage>
    'awards/certificate/frieze': Record<string, never>
  }
}

/** The number of characters above which a name gets smaller type, so that the certificate fits on one sheet. */
const longName = 40

export interface ShownOnCertificate {
  /** the award period of the certificate; null for the current one */
  period: Term | null
  terms: readonly Term[]
  changes: readonly AwardChange[]
  today: Day
  branches: number
  baseUrl: string
}

function supersededNotice(
  t: T,
  { id }: NamedAward,
  { because, present, validTo }: { because: 'renewed' | 'over'; present: Term; validTo: Day | null },
) {
  const notice = { tone: 'stop' as const, icon: 'information' as const, heading: t('awards.certificate.superseded') }
  if (because === 'over')
    return {
      ...notice,
      text: [t('awards.certificate.superseded.over', { day: longDay(t, validTo ?? present.endsOn) })],
      link: null,
    }
  const from = longDay(t, present.startsOn)
  return {
    ...notice,
    text: [
      validTo === null
        ? t('awards.certificate.superseded.renewed.with_us', { from })
        : t('awards.certificate.superseded.renewed', { from, to: longDay(t, validTo) }),
    ],
    link: { text: t('awards.certificate.superseded.link'), href: `/awards/${id}/certificate` },
  }
}

const pdfAddress = ({ id }: NamedAward, period: Term | null): string =>
  `/awards/${id}/certificate.pdf${period ? `?period=${period.number}` : ''}`

/** The certificate of an award period, with notices when it is superseded or the award is not valid. */
export function certificatePage(
  t: T,
  award: NamedAward,
  { period, terms, changes, today, branches, baseUrl }: ShownOnCertificate,
) {
  const present = presentPeriod(terms, today)
  const running = period ?? present
  const isValid = wasValidOn(changes, today)
  const validTo = lastDayShown({ validTo: award.validTo, isValid }, present)
  const because = supersededBecause(running, terms, { today, validTo })
  return {
    title: t('awards.certificate.title', { organisation: award.organisationName }),
    certificate: true,
    back: { text: t('awards.certificate.back'), href: `/awards/${award.id}` },
    download: { text: t('awards.certificate.download'), href: pdfAddress(award, period) },
    organisation: award.organisationName,
    isLong: award.organisationName.length > longName,
    recognised: t('awards.certificate.branches', { count: branches }),
    dates: datesShown(t, running, running === present ? validTo : running.endsOn),
    since: wasNeverInvalid(changes, today)
      ? t('awards.certificate.since', { year: award.grantedOn.slice(0, 4) })
      : null,
    given: longDay(t, award.grantedOn),
    code: award.code,
    address: `${new URL(baseUrl).host}/verify/`,
    recorded: award.isRecorded ? t('awards.certificate.recorded') : null,
    under: underWhich(t, award, running),
    draft: running.label === null || running.issued ? null : t('awards.certificate.draft'),
    superseded: because === null ? null : supersededNotice(t, award, { because, present, validTo }),
    earlier: terms
      .filter(({ startsOn }) => startsOn < present.startsOn)
      .map(({ number, startsOn, endsOn }) => ({
        text: t('awards.certificate.earlier', { from: longDay(t, startsOn), to: longDay(t, endsOn) }),
        href: `/awards/${award.id}/certificate?period=${number}`,
      })),
    notNow: isValid
      ? null
      : { tone: 'stop' as const, icon: 'information' as const, text: [t('awards.certificate.not_now')] },
  }
}

/** @param to the last valid day; null while a renewal keeps the award valid and the library has no deadline */
function datesShown(t: T, { startsOn }: Term, to: Day | null): string {
  const from = longDay(t, startsOn)
  if (to === null) return t('awards.certificate.dates.with_us', { from })
  return t('awards.certificate.dates', { from, to: longDay(t, to) })
}

/**
 * A text with the version of the criteria or, if it is not known, with the body that decided; null when neither is
 * known.
 */
function underWhich(t: T, { decidedBy }: NamedAward, { label }: Term): string | null {
  if (label !== null) return t('awards.certificate.under', { label })
  return decidedBy ? t('awards.certificate.decided_by', { name: decidedBy }) : null
}

/** The colours of the frieze in the PDF. On the page, the stylesheet sets them. */
const friezeColours = {
  done: '#14524f',
  lamp: '#eba937',
  glow: '#fdf0d5',
  plum: '#5d2b57',
  moss: '#37621f',
  brick: '#a3271d',
  rule: '#d8ccb9',
  line: '#24201b',
}

/**
 * The data of the PDF: the texts of the page, and a QR code that opens the award's public page.
 * @param made.frieze the inline SVG from the page
 */
export function certificateDocument(
  t: T,
  view: ReturnType<typeof certificatePage>,
  made: { baseUrl: string; frieze: string; on: Day },
): DocumentData {
  const address = new URL(`/verify/${view.code}`, made.baseUrl).href
  const { path, size } = qrPicture(address)
  return {
    language: t.language,
    title: view.title,
    author: t('documents.author'),
    notices: noticesOf(view),
    frieze: standalone(made.frieze),
    award: t('awards.certificate.award'),
    glad: t('awards.certificate.glad'),
    organisation: view.organisation,
    isLong: view.isLong,
    recognised: view.recognised,
    dates: view.dates,
    lines: [view.since, view.recorded, view.under, view.draft].filter(line => line !== null),
    foot: [
      { label: t('awards.certificate.given'), value: view.given },
      { label: t('awards.certificate.code'), value: view.code },
    ],
    check: t('awards.certificate.check'),
    address,
    shownAddress: `${view.address}${view.code}`,
    qr: {
      picture: `<svg xmlns="${svg}" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`,
      text: t('awards.certificate.qr', { address }),
    },
    made: t('awards.certificate.made', { day: longDay(t, made.on) }),
  }
}

/** The notices above a certificate that is superseded or whose award is not valid. */
const noticesOf = ({ notNow, superseded }: ReturnType<typeof certificatePage>): string[] => [
  ...(notNow ? [notNow.text.join(' ')] : []),
  ...(superseded ? [[superseded.heading, ...superseded.text].join('. ')] : []),
]

const svg = 'http://www.w3.org/2000/svg'

/** Turns an inline SVG from a page into a stand-alone SVG document, with its namespace and colours. */
function standalone(picture: string): string {
  const rules = Object.entries(friezeColours).map(([name, colour]) => `.s-${name} { fill: ${colour} }`)
  return picture.replace(/<svg ([^>]*)>/, `<svg xmlns="${svg}" color="#14524f" $1><style>${rules.join(' ')}</style>`)
}
