import { evidenceLanguages } from '../../../domain/evidence.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { hasEnded, englishNameOf, partnerKinds } from '../../../domain/partner.ts'
import type { PersonalDataAnswer } from '../../../domain/personal-data.ts'
import type { Day } from '../../../domain/time.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import { changeWords } from '../../../history/history-words.ts'
import type { EvidenceCards, Fact, Link, SummaryRow } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { evidenceCard } from '../items/evidence-card.pages.ts'
import type { EvidenceLine } from '../list/list.store.ts'
import type { ActivityLine } from '../partner-activities/partner-activity.store.ts'
import { activityLine, partnerFacts, partnerName, type PartnerName } from '../partnerships/partnership.pages.ts'
import { personalDataLine, type PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { maxAgreed } from './partner.forms.ts'
import type { Partner, PartnerLine } from './partner.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/partners/list': ReturnType<typeof partnerList>
    'evidence/partners/show': ReturnType<typeof partnerPage>
    'evidence/partners/edit': ReturnType<typeof partnerEdit>
    'evidence/partners/removal': ReturnType<typeof partnerRemoval>
  }
}

/** The library that works with the partners. */
export type Library = Pick<Partner, 'organisationId' | 'organisationName'>

const listAddress = ({ organisationId }: Library): string => `/organisations/${organisationId}/partners`
const backToList = (t: T, library: Library): Link => ({ text: t('partners.title'), href: listAddress(library) })
export const backToPartner = (partner: Partner): Link => ({
  text: englishNameOf(partner),
  href: `/partners/${partner.id}`,
})

export interface PartnerListing {
  lines: readonly PartnerLine[]
  mayWrite: boolean
  search: string
  /** the number of partners that match the search; null without a search */
  found: number | null
  isFirstPage: boolean
  next: string | null
}

export function partnerList(t: T, library: Library, listing: PartnerListing, today: Day) {
  const { lines, mayWrite, search, found, isFirstPage, next } = listing
  const address = listAddress(library)
  const add = { text: t('partners.add'), href: `${address}/new` }
  const isEmpty = lines.length === 0 && isFirstPage && found === null
  return {
    title: t('partners.title'),
    back: { text: library.organisationName, href: `/organisations/${library.organisationId}` },
    heading: { caption: library.organisationName, text: t('partners.title'), size: 'l' as const },
    empty: isEmpty ? noPartners(t, mayWrite ? add : null) : null,
    add: mayWrite && !isEmpty ? add : null,
    find: isEmpty ? null : searchField(t, search),
    found:
      found === null ? null : { ...foundText(t, found, search), all: { text: t('partners.found.all'), href: address } },
    partners: lines.map(line => partnerCard(t, line, today)),
    pagination: {
      previous: isFirstPage ? null : { text: t('partners.first'), href: address },
      next: next ? { text: t('partners.next'), href: next } : null,
    },
  }
}

const noPartners = (t: T, add: Link | null) => ({
  picture: 'people' as const,
  heading: t('partners.none'),
  text: [t(add ? 'partners.none.text' : 'partners.none.reading')],
  button: add,
})

const searchField = (t: T, search: string) =>
  textField(formOf({ search }), 'search', t('partners.find'), {
    type: 'search',
    width: 20,
    size: 's',
    hint: t('partners.find.hint'),
    spellcheck: false,
  })

const foundText = (t: T, count: number, search: string) => ({
  text: count === 0 ? t('partners.found.nothing', { search }) : t('partners.found', { count, search }),
})

/** A partner in the list. It is not an evidence card, because a partner's name has a language and a direction. */
interface PartnerCard {
  name: PartnerName
  href: string
  english: string | null
  facts: readonly Fact[]
}

function partnerCard(t: T, line: PartnerLine, today: Day): PartnerCard {
  const counts = [
    ...(line.activities > 0 ? [t('partner_activities.count', { count: line.activities })] : []),
    ...(line.evidence > 0 ? [t('partner_evidence.count', { count: line.evidence })] : []),
  ]
  const ended: Fact = {
    term: t('partners.state'),
    status: { icon: 'pause', tone: 'quiet', text: t('partners.ended') },
  }
  return {
    name: partnerName(line),
    href: `/partners/${line.id}`,
    english: line.englishName || null,
    facts: [
      ...partnerFacts(t, line),
      ...(hasEnded(line, today) ? [ended] : []),
      ...(counts.length > 0 ? [{ term: t('partners.contents'), text: list(t, counts) }] : []),
    ],
  }
}

/** A criterion of an application that shows the partnership. */
export interface PartnerUse {
  applicationId: string
  number: string
  frameworkVersionId: string
  itemId: string
}

export interface PartnerContext {
  activities: readonly ActivityLine[]
  /** at most `maxEvidenceShown` + 1 items; the last one only shows that there are more */
  evidence: readonly EvidenceLine[]
  uses: readonly PartnerUse[]
  /** the frameworks of the uses, by version id */
  frameworks: ReadonlyMap<string, Framework>
  personalData: readonly PersonalDataAnswer[]
  events: readonly EventAbout[]
  mayWrite: boolean
}

/** The maximum number of items of evidence on a partner's page. */
export const maxEvidenceShown = 30

export function partnerPage(t: T, partner: Partner, context: PartnerContext, today: Day) {
  const address = `/partners/${partner.id}`
  const linkTo = (text: string, path: string): Link | null =>
    context.mayWrite ? { text, href: `${address}/${path}` } : null
  const addEvidence = linkTo(t('partner_evidence.add'), 'evidence')
  const addActivity = linkTo(t('partner_activities.add'), 'activities/new')
  return {
    title: englishNameOf(partner),
    back: backToList(t, partner),
    caption: partner.organisationName,
    name: partnerName(partner),
    english: partner.englishName || null,
    twinned:
      partner.kind === 'twinned library' ? { ours: partner.organisationName, theirs: partnerName(partner) } : null,
    facts: { rows: factRows(t, partner) },
    agreed: paragraphs(partner.agreed || null),
    edit: linkTo(t('partners.change'), 'edit'),
    activities: context.activities.map(activity => ({
      line: activityLine(t, activity, today),
      change: activityLink(t, address, activity, context.mayWrite),
    })),
    addActivity: addActivity && { ...addActivity, kind: 'secondary' as const },
    evidence: context.evidence.length === 0 ? null : evidenceCards(t, address, { ...context, today }),
    moreEvidence:
      context.evidence.length > maxEvidenceShown ? t('partner_evidence.more', { count: maxEvidenceShown }) : null,
    addEvidence: addEvidence && { ...addEvidence, kind: 'secondary' as const },
    usedNowhere: t(context.mayWrite ? 'partners.uses.none' : 'partners.uses.none.reader'),
    uses: context.uses.flatMap(use => useLink(t, use, context.frameworks)),
    personalDataAnswers: context.personalData.map(answer => personalDataLine(t, answer)),
    history: { events: historyLines(t, context.events) },
    remove: linkTo(t('partners.remove'), 'removal'),
  }
}

const factRows = (t: T, partner: Partner): SummaryRow[] => [
  ...partnerFacts(t, partner).map(({ term, text }) => ({ key: term, value: text ?? '' })),
  { key: t('partners.contact'), value: partner.contact || t('partners.contact.none') },
]

const activityLink = (t: T, address: string, { id, title }: ActivityLine, mayWrite: boolean) =>
  mayWrite ? { text: t('partner_activities.change'), hidden: title, href: `${address}/activities/${id}` } : null

const evidenceCards = (
  t: T,
  address: string,
  { evidence, mayWrite, today }: Pick<PartnerContext, 'evidence' | 'mayWrite'> & { today: Day },
): EvidenceCards => ({
  level: 3,
  cards: evidence.slice(0, maxEvidenceShown).map(each => {
    const remove = {
      action: `${address}/evidence/${each.id}/removal`,
      text: t('partner_evidence.remove'),
      hidden: each.title,
      kind: 'link' as const,
    }
    return evidenceCard(t, each, { today, forms: mayWrite ? [remove] : [] })
  }),
})

function useLink(t: T, use: PartnerUse, frameworks: PartnerContext['frameworks']): Link[] {
  const item = itemById(frameworks.get(use.frameworkVersionId)!, use.itemId)
  if (!item) return []
  const text = t('partners.uses.one', { application: use.number, code: item.code, title: item.title })
  return [{ text, href: `/applications/${use.applicationId}/criteria/${item.code}` }]
}

const historyLines = (t: T, events: readonly EventAbout[]) =>
  events.map(({ at, name, person }) => ({
    when: dayAndTime(t, at),
    instant: at,
    actor: person ?? t('evidence.item.history.service'),
    text: changeWords(t, name),
  }))

const formOfPartner = (partner: Partner): Form => {
  const { version, name, language, englishName, kind, place, since, until, agreed, contact } = partner
  const entered = { name, language, englishName, kind, place, since, agreed, contact }
  return formOf({ ...entered, version: String(version), until: until ?? '' })
}

/** The form to add a partner or, if `partner` is given, to edit it. `form` has the values of a refused form. */
export function partnerEdit(
  t: T,
  library: Library,
  {
    partner = null,
    form,
    personalData = null,
  }: { partner?: Partner | null; form?: Form; personalData?: PersonalDataQuestion | null } = {},
) {
  const shown = form ?? (partner ? formOfPartner(partner) : formOf({ language: 'en' }))
  const title = t(partner ? 'partners.change' : 'partners.add')
  const text = (name: 'name' | 'englishName' | 'place' | 'contact', hint: string, width?: 20) =>
    textField(shown, name, t(labels[name]), { hint, size: 's', ...(width && { width }) })
  return {
    title,
    back: partner ? backToPartner(partner) : backToList(t, library),
    errors: errorSummary(shown),
    heading: { caption: partner ? englishNameOf(partner) : library.organisationName, text: title, size: 'l' as const },
    version: partner ? hiddenField(shown, 'version') : null,
    personalData,
    name: { ...text('name', t('partners.name.hint')), spellcheck: false },
    language: select(shown, 'language', t('partners.language'), {
      choices: evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      hint: t('partners.language.hint'),
      size: 's',
    }),
    englishName: text('englishName', t('partners.english.hint')),
    kind: radios(shown, 'kind', t('partners.kind.label'), {
      choices: partnerKinds.map(kind => ({ value: kind, text: t(`partner.kind.${kind}`) })),
    }),
    place: text('place', t('partners.place.hint'), 20),
    since: dateField(shown, 'since', t('partners.since.label'), { hint: t('partners.since.hint') }),
    until: dateField(shown, 'until', t('partners.until.label'), { hint: t('partners.until.hint') }),
    agreed: textArea(shown, 'agreed', t('partners.agreed.label'), {
      hint: t('partners.agreed.hint'),
      rows: 5,
      most: maxAgreed,
      size: 's',
    }),
    contact: text('contact', t('partners.contact.hint'), 20),
    button: { text: t(partner ? 'partners.change.button' : 'partners.add.button') },
  }
}

const labels = {
  name: 'partners.name',
  englishName: 'partners.english',
  place: 'partners.place.label',
  contact: 'partners.contact.label',
} as const

export const partnerRemoval = (t: T, partner: Partner) => ({
  title: t('partners.remove.title'),
  back: backToPartner(partner),
  confirmation: {
    heading: { caption: englishNameOf(partner), text: t('partners.remove.title'), size: 'l' as const },
    text: [t('partners.remove.text', { name: englishNameOf(partner) }), t('partners.remove.ended')],
    fields: [hiddenField(emptyForm, 'version', partner.version)],
    button: { text: t('partners.remove'), kind: 'warning' as const },
    cancel: { text: t('partners.remove.keep'), href: `/partners/${partner.id}` },
  },
})
