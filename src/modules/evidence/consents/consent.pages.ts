import { isUnderWay, isWithTheCharity } from '../../../domain/application.ts'
import {
  consentUses,
  forever,
  consentEnds,
  endToRemind,
  peopleIn,
  personKey,
  showsPeople,
  stateOfConsent,
  missingConsents,
} from '../../../domain/consent.ts'
import { evidenceLanguages, type EvidenceLanguage } from '../../../domain/evidence.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import type { Day } from '../../../domain/time.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import type { EvidenceCard, Link, Notice } from '../../../web/components.ts'
import { checkboxes, dateField, errorSummary, select, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { queryFor, type CriterionPurpose } from '../editing/purpose.store.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { type DaysToCheck, consentStatus, coverFacts, endOf, usesAgreed } from './consent-facts.pages.ts'
import type { UsedPlace } from '../uses/used-place.store.ts'
import type { ConsentLine, ConsentToCheck } from './consent.store.ts'
import { otherEvidenceOf } from './other-consents.pages.ts'
import type { OtherConsent } from './other-consents.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/consents/list': ReturnType<typeof consentList>
    'evidence/consents/new': ReturnType<typeof newConsentPage>
    'evidence/consents/to-check': ReturnType<typeof consentsToCheckList>
  }
}

export const consentsAddress = ({ id }: EvidenceItem): string => `/evidence/${id}/consents`
export const backToConsents = (t: T, evidence: EvidenceItem): Link => ({
  text: t('consents.title'),
  href: consentsAddress(evidence),
})

const isWithdrawn = ({ withdrawnAt }: ConsentLine): boolean => withdrawnAt !== null

/** The consents for one item of evidence: the people in it, and a card for each form that they signed. */
export function consentList(
  t: T,
  {
    evidence,
    consents,
    others,
    mayRecord,
    purpose,
  }: {
    evidence: EvidenceItem
    consents: readonly ConsentLine[]
    others: readonly OtherConsent[]
    mayRecord: boolean
    purpose: CriterionPurpose | null
  },
  today: Day,
) {
  return {
    title: t('consents.title'),
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    heading: { caption: evidence.title, text: t('consents.title'), size: 'l' as const },
    notice: noticeOf(t, evidence, { consents, mayRecord }, today),
    people: peopleIn(consents).map(person => {
      const own = consents.filter(each => personKey(each.person) === personKey(person))
      return {
        heading: person,
        cards: {
          cards: own.toReversed().map(each => consentCard(t, { evidence, consent: each, mayRecord }, today)),
          level: 3 as const,
        },
        others: own.some(isWithdrawn) ? otherEvidenceOf(t, person, others, 'after') : null,
      }
    }),
    calendar:
      mayRecord && endToRemind(consentEnds(consents, evidence.consentUntil), today)
        ? calendarLink(t, { kind: 'consent', id: evidence.id })
        : null,
    record: mayRecord
      ? { text: t('consents.record'), href: `${consentsAddress(evidence)}/new${queryFor(purpose)}` }
      : null,
  }
}

function noticeOf(
  t: T,
  evidence: EvidenceItem,
  { consents, mayRecord }: { consents: readonly ConsentLine[]; mayRecord: boolean },
  today: Day,
): Notice {
  const { isConsentWithdrawn } = evidence
  const inform = (text: string): Notice => ({ tone: 'plain', icon: 'information', text: [text] })
  const stop = (why: string): Notice => ({
    tone: 'stop',
    icon: 'triangle',
    heading: t(isConsentWithdrawn ? 'consents.withdrawn.status' : 'consents.needed'),
    text: [why, t(isConsentWithdrawn ? 'consents.withdrawn.text' : 'consents.needed.text')],
    link:
      isConsentWithdrawn && mayRecord ? { text: t('consents.withdrawn.uses'), href: `/evidence/${evidence.id}` } : null,
  })
  if (!showsPeople(evidence.kind, evidence.showsPeople))
    return evidence.consentUntil === forever
      ? inform(t(mayRecord ? 'consents.not_needed.record' : 'consents.not_needed'))
      : { ...stop(''), text: [t('consents.still_withdrawn')] }
  const missing = missingConsents(consents, today)
  if (missing === null) return inform(t(mayRecord ? 'consents.all_in_force.record' : 'consents.all_in_force'))
  const why =
    missing === 'nobody registered' ? t('consents.none') : t('consents.missing', { people: list(t, missing.people) })
  return stop(why)
}

function consentCard(
  t: T,
  { evidence, consent, mayRecord }: { evidence: EvidenceItem; consent: ConsentLine; mayRecord: boolean },
  today: Day,
): EvidenceCard {
  const state = stateOfConsent(consent, today)
  const address = `${consentsAddress(evidence)}/${consent.id}`
  const which = t('consents.mistake.which', { person: consent.person, day: longDay(t, consent.givenOn) })
  const withdraw = { text: t('consents.withdraw'), hidden: consent.person, href: `${address}/withdrawal` }
  const mistake = { text: t('consents.mistake'), hidden: which, href: `${address}/mistake` }
  const wording = t('consents.wording.in', {
    wording: consent.wording,
    language: t(`evidence.language.${consent.language as EvidenceLanguage}`),
  })
  return {
    title: t('consents.form_of', { day: longDay(t, consent.givenOn) }),
    href: null,
    facts: [
      { term: t('consents.state'), status: consentStatus(t, consent, state) },
      ...usesAgreed(t, consent, state),
      ...endOf(t, consent, state),
      ...(consent.guardian === null ? [] : [{ term: t('consents.guardian'), text: consent.guardian }]),
      { term: t('consents.wording'), text: wording },
      {
        term: t('consents.held'),
        text: t('consents.held.by', { holder: consent.heldBy, place: consent.heldWhere }),
      },
    ],
    links: state === 'withdrawn' ? [] : [withdraw, ...(mayRecord ? [mistake] : [])],
  }
}

export function newConsentPage(t: T, evidence: EvidenceItem, today: Day, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ language: 'en', givenOn: today, uses: [] }) : form
  const text = (name: 'person' | 'guardian' | 'wording' | 'heldBy', width: 10 | 20) => {
    const key = name === 'heldBy' ? 'held_by' : name
    return textField(shown, name, t(`consents.${key}`), { hint: t(`consents.${key}.hint`), width, size: 's' })
  }
  return {
    title: t('consents.record'),
    back: backToConsents(t, evidence),
    errors: errorSummary(shown),
    heading: { caption: evidence.title, text: t('consents.record'), size: 'l' as const },
    person: text('person', 10),
    isChild: tickBox(shown, 'isChild', t('consents.child')),
    guardian: text('guardian', 20),
    uses: checkboxes(shown, 'uses', t('consents.uses'), {
      choices: consentUses.map(use => ({
        value: use,
        text: t(`consents.use.${use}`),
        hint: t(`consents.use.${use}.hint`),
      })),
      hint: t('consents.uses.hint'),
    }),
    language: select(shown, 'language', t('consents.language'), {
      choices: evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      size: 's',
    }),
    wording: text('wording', 20),
    heldBy: text('heldBy', 20),
    heldWhere: textField(shown, 'heldWhere', t('consents.held_where'), {
      hint: t('consents.held_where.hint'),
      size: 's',
    }),
    givenOn: dateField(shown, 'givenOn', t('consents.given_on')),
    expiresOn: dateField(shown, 'expiresOn', t('consents.expires_on'), { hint: t('consents.expires_on.hint') }),
  }
}

export interface ConsentsToCheck {
  evidence: readonly ConsentToCheck[]
  /** where the evidence is used */
  places: readonly UsedPlace[]
  /** the frameworks of those places, by version id */
  frameworks: ReadonlyMap<string, Framework>
  maxListed: number
  days: DaysToCheck
}

/** The library's evidence whose consent is missing, has ended or ends soon. */
export function consentsToCheckList(t: T, organisation: { id: string; name: string }, toCheck: ConsentsToCheck) {
  const { evidence, maxListed } = toCheck
  const cards = evidence.slice(0, maxListed).map(each => toCheckCard(t, each, toCheck))
  return {
    title: t('consents.to_check.title'),
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    heading: { caption: organisation.name, text: t('consents.to_check.title'), size: 'l' as const },
    empty:
      cards.length > 0
        ? null
        : {
            picture: 'people' as const,
            heading: t('consents.to_check.none'),
            text: [t('consents.to_check.none.text')],
          },
    cards: cards.length === 0 ? null : { cards, level: 3 as const },
    more: evidence.length > maxListed ? t('consents.to_check.more', { count: maxListed }) : null,
  }
}

function toCheckCard(t: T, evidence: ConsentToCheck, { places, frameworks, days }: ConsentsToCheck): EvidenceCard {
  const own = places.filter(({ evidenceId }) => evidenceId === evidence.id)
  const isWithdrawn = evidence.isConsentWithdrawn
  const isSubmitted = own.some(place => place.wasSubmitted && isWithTheCharity(place))
  return {
    title: evidence.title,
    href: `/evidence/${evidence.id}/consents`,
    facts: [
      ...coverFacts(t, evidence, days),
      { term: t('consents.used'), text: usedText(t, own, frameworks) },
      ...(isSubmitted
        ? [{ term: t('consents.submitted'), text: t(`consents.submitted.${isWithdrawn ? 'withdrawn' : 'text'}`) }]
        : []),
    ],
    links: isWithdrawn
      ? [{ text: t('consents.withdrawn.uses'), hidden: evidence.title, href: `/evidence/${evidence.id}` }]
      : [],
  }
}

/**
 * The places where evidence is used. If any of them are applications under way, names only those, because the library
 * can replace the evidence only there.
 */
function usedText(t: T, places: readonly UsedPlace[], frameworks: ConsentsToCheck['frameworks']): string {
  if (places.length === 0) return t('consents.used.no')
  const current = places.filter(isUnderWay)
  const codes = list(t, codesOf(current.length > 0 ? current : places, frameworks))
  if (current.length > 0) return codes ? t('consents.used.for', { codes }) : t('consents.used.yes')
  return codes ? t('consents.used.earlier_for', { codes }) : t('consents.used.earlier')
}

/** The codes of the criteria that these places are about, in framework order and without duplicates. */
function codesOf(places: readonly UsedPlace[], frameworks: ConsentsToCheck['frameworks']): string[] {
  const codes = [...frameworks].flatMap(([version, framework]) => {
    const used = places.filter(place => place.frameworkVersionId === version).map(({ itemId }) => itemId)
    return itemsOf(framework)
      .filter(({ id }) => used.includes(id))
      .map(({ code }) => code)
  })
  return [...new Set(codes)]
}
