import { evidenceLanguages } from '../../../domain/evidence.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import type { PersonalDataAnswer } from '../../../domain/personal-data.ts'
import { hasEnded, knownAs, partnerKinds } from '../../../domain/partner.ts'
import type { Day } from '../../../domain/time.ts'
import type { EvidenceCard, Fact, Heading, Link, Status, SummaryRow } from '../../../web/components.ts'
import { evidenceCard } from '../items/evidence-card.pages.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { personalDataLine, type PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { changeWords } from '../../../history/history-words.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { activityLine, partnerFacts, partnerName, type PartnerName } from './partnership.pages.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceLine } from '../list/list.store.ts'
import type { EventAbout } from '../../../history/events-about.ts'
import type { ChoosePartners, evidenceForPartner } from '../partner-evidence/partner-evidence.pages.ts'
import { agreedMost } from './partner.forms.ts'
import type { ActivityLine, Partner, PartnerLine } from './partner.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/partners/list': ReturnType<typeof partnerList>
    'evidence/partners/show': ReturnType<typeof partnerPage>
    'evidence/partners/edit': ReturnType<typeof partnerEdit>
    'evidence/partners/activity': ReturnType<typeof activityEdit>
    'evidence/partners/removal': Removal
    'evidence/partner-evidence/evidence': ReturnType<typeof evidenceForPartner>
    'evidence/partner-evidence/choose': ChoosePartners
  }
}

type Library = Pick<Partner, 'organisationId' | 'organisationName'>
const listOf = (t: T, { organisationId }: Pick<Library, 'organisationId'>): Link => ({
  text: t('partners.title'),
  href: `/organisations/${organisationId}/partners`,
})
const backTo = (partner: Partner): Link => ({ text: knownAs(partner), href: `/partners/${partner.id}` })
const ended = (t: T): Status => ({ icon: 'pause', tone: 'quiet', text: t('partners.ended') })

/** A partner on the list: its name is marked up, so it is no evidence card. */
export interface PartnerCard {
  name: PartnerName
  href: string
  english: string | null
  facts: readonly Fact[]
}

export function partnerList(
  t: T,
  organisation: { id: string; name: string },
  lines: readonly PartnerLine[],
  mayWrite: boolean,
  filters: { search: string; found: number | null; isLater: boolean; next: string | null },
  today: Day,
) {
  const address = `/organisations/${organisation.id}/partners`
  const add = { text: t('partners.add'), href: `${address}/new` }
  const isEmpty = lines.length === 0 && !filters.isLater && filters.found === null
  return {
    title: t('partners.title'),
    back: { text: organisation.name, href: `/organisations/${organisation.id}` },
    heading: { caption: organisation.name, text: t('partners.title'), size: 'l' as const },
    empty: isEmpty
      ? {
          picture: 'people' as const,
          heading: t('partners.none'),
          text: [t(mayWrite ? 'partners.none.text' : 'partners.none.reading')],
          button: mayWrite ? add : null,
        }
      : null,
    add: mayWrite && !isEmpty ? add : null,
    find: isEmpty
      ? null
      : textField(formOf({ search: filters.search }), 'search', t('partners.find'), {
          type: 'search',
          width: 20,
          size: 's',
          hint: t('partners.find.hint'),
          spellcheck: false,
        }),
    found:
      filters.found === null
        ? null
        : {
            text:
              filters.found === 0
                ? t('partners.found.nothing', { search: filters.search })
                : t('partners.found', { count: filters.found, search: filters.search }),
            all: { text: t('partners.found.all'), href: address },
          },
    partners: lines.map((line): PartnerCard => ({
      name: partnerName(line),
      href: `/partners/${line.id}`,
      english: line.englishName || null,
      facts: [
        ...partnerFacts(t, line),
        ...(hasEnded(line, today) ? [{ term: t('consents.state'), status: ended(t) }] : []),
        {
          term: t('evidence.card.contains'),
          text: list(t, [
            t('partners.activities.count', { count: line.activities }),
            t('partners.evidence.count', { count: line.evidence }),
          ]),
        },
      ],
    })),
    pagination: {
      previous: filters.isLater ? { text: t('partners.first'), href: address } : null,
      next: filters.next ? { text: t('partners.next'), href: filters.next } : null,
    },
  }
}

export interface PartnerContext {
  activities: readonly ActivityLine[]
  /** as many as are shown, and one more if there are more */
  evidenceItems: readonly EvidenceLine[]
  uses: readonly { applicationId: string; number: string; frameworkVersionId: string; itemId: string }[]
  frameworks: ReadonlyMap<string, Framework>
  personalData: readonly PersonalDataAnswer[]
  events: readonly EventAbout[]
  mayWrite: boolean
}

export const evidenceShown = 30

export function partnerPage(t: T, partner: Partner, context: PartnerContext, today: Day) {
  const address = `/partners/${partner.id}`
  const { mayWrite } = context
  return {
    title: knownAs(partner),
    back: listOf(t, partner),
    caption: partner.organisationName,
    name: partnerName(partner),
    english: partner.englishName || null,
    redactedCopies:
      partner.kind === 'twinned library' ? { ours: partner.organisationName, theirs: partnerName(partner) } : null,
    facts: {
      rows: [
        ...partnerFacts(t, partner).map(({ term, text }): SummaryRow => ({ key: term, value: text ?? '' })),
        { key: t('partners.contact'), value: partner.contact || t('partners.contact.none') },
      ],
    },
    agreed: paragraphs(partner.agreed || null),
    edit: mayWrite ? { text: t('partners.change'), href: `${address}/edit` } : null,
    activities: context.activities.map(activity => ({
      line: activityLine(t, activity, today),
      change: mayWrite
        ? { text: t('partners.activity.change'), hidden: activity.title, href: `${address}/activities/${activity.id}` }
        : null,
    })),
    addActivity: mayWrite
      ? { text: t('partners.activity.add'), href: `${address}/activities/new`, kind: 'secondary' as const }
      : null,
    evidenceItems:
      context.evidenceItems.length === 0
        ? null
        : {
            cards: context.evidenceItems.slice(0, evidenceShown).map((evidence): EvidenceCard =>
              evidenceCard(
                t,
                evidence,
                mayWrite
                  ? {
                      forms: [
                        {
                          action: `${address}/evidence/${evidence.id}/removal`,
                          text: t('partners.evidence.remove'),
                          hidden: evidence.title,
                          kind: 'link',
                        },
                      ],
                    }
                  : {},
              ),
            ),
            level: 3 as const,
          },
    morePieces:
      context.evidenceItems.length > evidenceShown ? t('partners.evidence.more', { count: evidenceShown }) : null,
    addPieces: mayWrite
      ? { text: t('partners.evidence.add'), href: `${address}/evidence`, kind: 'secondary' as const }
      : null,
    uses: context.uses.flatMap(({ applicationId, number, frameworkVersionId, itemId }): Link[] => {
      const item = itemById(context.frameworks.get(frameworkVersionId)!, itemId)
      return item
        ? [
            {
              text: t('partners.uses.one', { application: number, code: item.code, title: item.title }),
              href: `/applications/${applicationId}/criteria/${item.code}`,
            },
          ]
        : []
    }),
    pointedOut: context.personalData.map(answer => personalDataLine(t, answer)),
    history: {
      events: context.events.map(({ at, name, person }) => ({
        when: dayAndTime(t, at),
        instant: at,
        actor: person ?? t('evidence.item.history.service'),
        text: changeWords(t, name),
      })),
    },
    remove: mayWrite ? { text: t('partners.remove'), href: `${address}/removal` } : null,
  }
}

export const formOfPartner = ({
  version,
  name,
  language,
  englishName,
  kind,
  place,
  since,
  until,
  agreed,
  contact,
}: Partner): Form =>
  formOf({
    version: String(version),
    name,
    language,
    englishName,
    kind,
    place,
    since,
    until: until ?? '',
    agreed,
    contact,
  })

export function partnerEdit(
  t: T,
  library: Library,
  partner: Partner | null,
  form: Form = partner ? formOfPartner(partner) : emptyForm,
  personalData: PersonalDataQuestion | null = null,
) {
  const shown = form === emptyForm ? formOf({ language: 'en' }) : form
  const title = t(partner ? 'partners.change' : 'partners.add')
  return {
    title,
    back: partner ? backTo(partner) : listOf(t, library),
    errors: errorSummary(shown),
    heading: { caption: partner ? knownAs(partner) : library.organisationName, text: title, size: 'l' as const },
    hidden: partner ? hiddenField(shown, 'version') : null,
    personalData,
    name: textField(shown, 'name', t('partners.name'), { hint: t('partners.name.hint'), size: 's', spellcheck: false }),
    language: select(
      shown,
      'language',
      t('partners.language'),
      evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      { hint: t('partners.language.hint'), size: 's' },
    ),
    englishName: textField(shown, 'englishName', t('partners.english'), {
      hint: t('partners.english.hint'),
      size: 's',
    }),
    kind: radios(
      shown,
      'kind',
      t('partners.kind.label'),
      partnerKinds.map(kind => ({ value: kind, text: t(`partner.kind.${kind}`) })),
    ),
    place: textField(shown, 'place', t('partners.place.label'), {
      hint: t('partners.place.hint'),
      width: 20,
      size: 's',
    }),
    since: dateField(shown, 'since', t('partners.since.label'), { hint: t('partners.since.hint') }),
    until: dateField(shown, 'until', t('partners.until.label'), { hint: t('partners.until.hint') }),
    agreed: textArea(shown, 'agreed', t('partners.agreed.label'), {
      hint: t('partners.agreed.hint'),
      rows: 5,
      most: agreedMost,
      size: 's',
    }),
    contact: textField(shown, 'contact', t('partners.contact'), {
      hint: t('partners.contact.hint'),
      width: 20,
      size: 's',
    }),
    button: { text: t(partner ? 'partners.change.button' : 'partners.add.button') },
  }
}

const formOfActivity = ({ version, title, from, to }: ActivityLine): Form =>
  formOf({ version: String(version), title, from, to: to ?? '' })

export function activityEdit(
  t: T,
  partner: Partner,
  activity: ActivityLine | null,
  form: Form = activity ? formOfActivity(activity) : emptyForm,
  personalData: PersonalDataQuestion | null = null,
) {
  const title = t(activity ? 'partners.activity.change.title' : 'partners.activity.add')
  return {
    title,
    back: backTo(partner),
    errors: errorSummary(form),
    heading: { caption: knownAs(partner), text: title, size: 'l' as const },
    hidden: activity ? hiddenField(form, 'version') : null,
    personalData,
    what: textField(form, 'title', t('partners.activity.title'), {
      hint: t('partners.activity.title.hint'),
      size: 's',
    }),
    from: dateField(form, 'from', t('partners.activity.from')),
    to: dateField(form, 'to', t('partners.activity.to'), { hint: t('partners.activity.to.hint') }),
    button: { text: t(activity ? 'partners.change.button' : 'partners.activity.add.button') },
    remove: activity
      ? { text: t('partners.activity.remove'), href: `/partners/${partner.id}/activities/${activity.id}/removal` }
      : null,
  }
}

/** Asked before something goes. */
interface Removal {
  title: string
  back: Link
  heading: Heading
  text: readonly string[]
  version: { name: string; value: string }
  button: { text: string; kind: 'warning' }
  keep: Link
}

export const partnerRemoval = (t: T, partner: Partner): Removal =>
  removal(
    t,
    partner,
    t('partners.remove.title'),
    [t('partners.remove.text', { name: knownAs(partner) }), t('partners.remove.ended')],
    partner.version,
  )
export const activityRemoval = (t: T, partner: Partner, { title, version }: ActivityLine): Removal =>
  removal(t, partner, t('partners.activity.remove.title'), [t('partners.activity.remove.text', { title })], version)

const removal = (t: T, partner: Partner, title: string, text: readonly string[], version: number): Removal => ({
  title,
  text,
  back: backTo(partner),
  heading: { caption: knownAs(partner), text: title, size: 'l' },
  version: hiddenField(emptyForm, 'version', version),
  button: { text: t('partners.remove.button'), kind: 'warning' },
  keep: { text: t('partners.remove.keep'), href: `/partners/${partner.id}` },
})
