import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import { directionOf, langOf, type Activity, type PartnerDetails } from '../../../domain/partner.ts'
import { evidenceToRead } from '../../../domain/readable-evidence.ts'
import type { FrozenCopy, FrozenPartner } from '../../../domain/submission.ts'
import type { Day } from '../../../domain/time.ts'
import { longDay, period } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Details, Fact, Link } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/partnerships/name': PartnerName
    'evidence/partnerships/partnership': PartnershipBlock
  }
}

/** A partner's name in its own script, with the language attributes of its element. */
export interface PartnerName {
  text: string
  lang: string | null
  dir: 'rtl' | 'auto'
}
export const partnerName = ({ name, language }: Pick<PartnerDetails, 'name' | 'language'>): PartnerName => ({
  text: name,
  lang: langOf(language),
  dir: directionOf(name, language),
})

/** One partnership: the partner's details, what was agreed, the activities and the evidence. */
export interface PartnershipBlock {
  name: PartnerName
  href: string | null
  english: string | null
  /** the names of both libraries when they are twinned; otherwise null */
  twinned: { ours: string; theirs: PartnerName } | null
  facts: readonly Fact[]
  agreed: readonly string[]
  activities: readonly string[]
  earlier: Details | null
  evidence: readonly (Link & { remark: string | null })[]
  note: string | null
}

/** The maximum number of activities shown; earlier ones are collapsed. */
const maxActivitiesShown = 5

/** @param evidence the partner's evidence, as far as the reader can open it; a `remark` is shown beside the title */
export function partnershipBlock(
  t: T,
  partner: PartnerDetails & { activities: readonly Activity[] },
  evidence: readonly { id: string; title: string; remark?: string | null }[],
  {
    ours,
    today,
    href = null,
    note = null,
  }: { ours: string; today: Day | undefined; href?: string | null; note?: string | null },
): PartnershipBlock {
  const lines = partner.activities.map(activity => activityLine(t, activity, today))
  const rest = lines.slice(maxActivitiesShown)
  return {
    name: partnerName(partner),
    href,
    note,
    english: partner.englishName || null,
    twinned: partner.kind === 'twinned library' ? { ours, theirs: partnerName(partner) } : null,
    facts: partnerFacts(t, partner),
    agreed: paragraphs(partner.agreed),
    activities: lines.slice(0, maxActivitiesShown),
    earlier:
      rest.length === 0 ? null : { summary: t('partner_activities.earlier', { count: rest.length }), text: rest },
    evidence: evidence.map(({ id, title, remark = null }) => ({ text: title, href: `/evidence/${id}`, remark })),
  }
}

interface SubmittedPartnerships {
  copy: Pick<FrozenCopy, 'partners' | 'evidence'>
  held: ReadonlyMap<string, EvidenceSubject>
  noteOn?: (partner: FrozenPartner) => string | null
}

/** The partnerships in a submitted application, each with the evidence that the reader can open. */
export const frozenPartnerships = (
  t: T,
  actor: Actor,
  application: Application & { organisationName: string },
  { copy, held, noteOn = () => null }: SubmittedPartnerships,
): PartnershipBlock[] =>
  copy.partners.map(partner =>
    partnershipBlock(
      t,
      partner,
      evidenceToRead(actor, application, { evidenceItems: copy.evidence, ids: partner.evidence, held }),
      {
        ours: application.organisationName,
        today: actor.today,
        note: noteOn(partner),
      },
    ),
  )

export const partnerFacts = (
  t: T,
  { kind, place, since, until }: Pick<PartnerDetails, 'kind' | 'place' | 'since' | 'until'>,
): Fact[] => [
  { term: t('partners.kind'), text: t(`partner.kind.${kind}`) },
  ...(place === '' ? [] : [{ term: t('partners.place'), text: place }]),
  {
    term: t(until === null ? 'partners.since' : 'partners.period'),
    text: until === null ? longDay(t, since) : period(t, since, until),
    figures: true,
  },
]

/**
 * One line about an activity: "3 May 2027: A reading in both languages". An activity that starts after today is marked
 * as planned.
 */
export function activityLine(t: T, { title, from, to }: Activity, today: Day | undefined): string {
  const line = t('partner_activities.line', { when: to === null ? longDay(t, from) : period(t, from, to), title })
  return today !== undefined && from > today ? t('partner_activities.planned', { line }) : line
}
