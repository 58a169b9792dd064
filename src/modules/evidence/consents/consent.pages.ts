import {
  consentUses,
  peopleIn,
  personKey,
  showsPeople,
  stateOfConsent,
  whatIsMissing,
  type ConsentState,
} from '../../../domain/consent.ts'
import { evidenceLanguages, type EvidenceLanguage } from '../../../domain/evidence.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { EvidenceCard, Notice, Status } from '../../../web/components.ts'
import { checkboxes, dateField, errorSummary, select, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import type { consentList } from '../consents-to-check/consents-to-check.pages.ts'
import type { ConsentLine } from './consent.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/consents/ledger': ReturnType<typeof ledgerPage>
    'evidence/consents/new': ReturnType<typeof consentPage>
    'evidence/consents/withdrawal': ReturnType<typeof withdrawalPage>
    'evidence/consents/mistake': ReturnType<typeof mistakePage>
    'evidence/consents-to-check/list': ReturnType<typeof consentList>
  }
}

/** Who is shown in one piece: a card for each form, under the person who gave it. */
export function ledgerPage(
  t: T,
  evidence: EvidenceItem,
  consents: readonly ConsentLine[],
  today: Day,
  mayRecord: boolean,
) {
  const address = `/evidence/${evidence.id}/consents`
  return {
    title: t('consents.title'),
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    heading: { caption: evidence.title, text: t('consents.title'), size: 'l' as const },
    lead: t('consents.lead'),
    notice: showsPeople(evidence.kind, evidence.showsPeople)
      ? noticeOf(t, consents, today)
      : { tone: 'plain' as const, icon: 'information' as const, text: [t('consents.not_needed')] },
    people: peopleIn(consents).map(person => ({
      heading: person,
      cards: {
        cards: consents
          .filter(each => personKey(each.person) === personKey(person))
          .toReversed()
          .map(each => consentCard(t, evidence, each, today, mayRecord)),
        level: 3 as const,
      },
    })),
    record: mayRecord ? { text: t('consents.record'), href: `${address}/new` } : null,
  }
}

function noticeOf(t: T, consents: readonly ConsentLine[], today: Day): Notice {
  const missing = whatIsMissing(consents, today)
  if (missing === null) return { tone: 'plain', icon: 'information', text: [t('consents.all_in_force')] }
  const why =
    missing === 'nobody registered' ? t('consents.nobody') : t('consents.missing', { people: list(t, missing.people) })
  return { tone: 'stop', icon: 'triangle', heading: t('consents.waits'), text: [why, t('consents.waits.text')] }
}

const states = {
  'in force': { icon: 'tick', tone: 'done' },
  expired: { icon: 'clock', tone: 'stop' },
  withdrawn: { icon: 'triangle', tone: 'stop' },
} as const satisfies Record<ConsentState, Pick<Status, 'icon' | 'tone'>>

function consentCard(t: T, evidence: EvidenceItem, it: ConsentLine, today: Day, mayRecord: boolean): EvidenceCard {
  const state = stateOfConsent(it, today)
  const address = `/evidence/${evidence.id}/consents/${it.id}`
  const withdraw = { text: t('consents.withdraw'), hidden: it.person, href: `${address}/withdrawal` }
  const removeAsMistake = {
    text: t('consents.mistake'),
    hidden: t('consents.mistake.which', { person: it.person, day: longDay(t, it.givenOn) }),
    href: `${address}/mistake`,
  }
  return {
    title: t('consents.form_of', { day: longDay(t, it.givenOn) }),
    href: null,
    facts: [
      { term: t('consents.state'), status: { ...states[state], text: stateText(t, it, state) } },
      ...(state === 'in force'
        ? consentUses.map(use => ({
            term: t(`consents.use.${use}`),
            text: t(it.uses.includes(use) ? 'consents.yes' : 'consents.no'),
          }))
        : [
            {
              term: t('consents.agreed'),
              text: list(
                t,
                it.uses.map(use => t(`consents.agreed.${use}`)),
              ),
            },
          ]),
      ...(state === 'withdrawn'
        ? []
        : [
            {
              term: t('consents.expires_on'),
              text: it.expiresOn === null ? t('consents.no_end') : longDay(t, it.expiresOn),
            },
          ]),
      ...(it.guardian === null ? [] : [{ term: t('consents.guardian'), text: it.guardian }]),
      {
        term: t('consents.wording'),
        text: t('consents.wording.in', {
          wording: it.wording,
          language: t(`evidence.language.${it.language as EvidenceLanguage}`),
        }),
      },
      { term: t('consents.held'), text: t('consents.held.by', { holder: it.heldBy, place: it.heldWhere }) },
    ],
    links: state === 'withdrawn' ? [] : [withdraw, ...(mayRecord ? [removeAsMistake] : [])],
  }
}

/** What no longer holds is told as what was agreed then, so that nobody reads it as what may be done now. */
function stateText(t: T, { withdrawnAt, withdrawnBy }: ConsentLine, state: ConsentState): string {
  if (state !== 'withdrawn') return t(`consents.state.${state}`)
  return t('consents.state.withdrawn', {
    day: longDay(t, dayOf(withdrawnAt!)),
    who: withdrawnBy ?? t('evidence.item.history.service'),
  })
}

export function consentPage(t: T, evidence: EvidenceItem, today: Day, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ language: 'en', givenOn: today, uses: [] }) : form
  return {
    title: t('consents.record'),
    back: { text: t('consents.title'), href: `/evidence/${evidence.id}/consents` },
    errors: errorSummary(shown),
    heading: { caption: evidence.title, text: t('consents.record'), size: 'l' as const },
    person: textField(shown, 'person', t('consents.person'), { hint: t('consents.person.hint'), width: 10, size: 's' }),
    isChild: tickBox(shown, 'isChild', t('consents.child')),
    guardian: textField(shown, 'guardian', t('consents.guardian'), {
      hint: t('consents.guardian.hint'),
      width: 20,
      size: 's',
    }),
    uses: checkboxes(
      shown,
      'uses',
      t('consents.uses'),
      consentUses.map(use => ({ value: use, text: t(`consents.use.${use}`), hint: t(`consents.use.${use}.hint`) })),
      { hint: t('consents.uses.hint') },
    ),
    language: select(
      shown,
      'language',
      t('consents.language'),
      evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      { size: 's' },
    ),
    wording: textField(shown, 'wording', t('consents.wording'), {
      hint: t('consents.wording.hint'),
      width: 20,
      size: 's',
    }),
    heldBy: textField(shown, 'heldBy', t('consents.held_by'), {
      hint: t('consents.held_by.hint'),
      width: 20,
      size: 's',
    }),
    heldWhere: textField(shown, 'heldWhere', t('consents.held_where'), {
      hint: t('consents.held_where.hint'),
      size: 's',
    }),
    givenOn: dateField(shown, 'givenOn', t('consents.given_on')),
    expiresOn: dateField(shown, 'expiresOn', t('consents.expires_on'), { hint: t('consents.expires_on.hint') }),
  }
}

/**
 * Before somebody's consent is taken back: what happens then, in one button. Afterwards it is too late to say that it
 * was a mistake.
 */
export function withdrawalPage(
  t: T,
  evidence: EvidenceItem,
  { id, person, withdrawnAt }: ConsentLine,
  mayRecord: boolean,
) {
  return {
    title: t('consents.withdrawal.title', { person }),
    back: { text: t('consents.title'), href: `/evidence/${evidence.id}/consents` },
    heading: { caption: evidence.title, text: t('consents.withdrawal.title', { person }), size: 'l' as const },
    text: [t('consents.withdrawal.at_once'), t('consents.withdrawal.told'), t('consents.withdrawal.after')],
    mistake:
      mayRecord && withdrawnAt === null
        ? { text: t('consents.withdrawal.mistake.link'), href: `/evidence/${evidence.id}/consents/${id}/mistake` }
        : null,
    keep: { text: t('consents.withdrawal.keep'), href: `/evidence/${evidence.id}/consents` },
  }
}

/** Before a record is removed: when that is right, and what to do instead when somebody changed their mind. */
export function mistakePage(t: T, evidence: EvidenceItem, { id, person, givenOn }: ConsentLine) {
  const address = `/evidence/${evidence.id}/consents`
  return {
    title: t('consents.mistake.title'),
    back: { text: t('consents.title'), href: address },
    heading: { caption: evidence.title, text: t('consents.mistake.title'), size: 'l' as const },
    which: t('consents.mistake.which', { person, day: longDay(t, givenOn) }),
    text: [t('consents.mistake.when'), t('consents.mistake.gone'), t('consents.mistake.then')],
    withdraw: { text: t('consents.mistake.withdraw'), href: `${address}/${id}/withdrawal` },
    keep: { text: t('consents.withdrawal.keep'), href: address },
  }
}
