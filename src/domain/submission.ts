import type { ApplicationKind } from './application.ts'
import type { Judgement, RecommendationKind } from './judgements.ts'
import type { RecommendationStatus } from './recommendation.ts'
import type { Activity, PartnerDetails } from './partner.ts'
import { pledgeItem, type Pledge } from './pledge.ts'
import { localEndorsement, type EndorsementAnswer } from './endorsement.ts'
import type { TargetStatus } from './target.ts'
import type { SinceLastYear } from './since-last-year.ts'
import type { Day, Instant } from './time.ts'

// A submission consists of parts, so that each can be erased separately without invalidating the receipt.

export interface FrozenApplication {
  number: string
  kind: ApplicationKind
  organisation: string
  place: string
  framework: string
  frameworkVersion: string
}
export interface FrozenBranch {
  id: string
  name: string
  kind: string
}
export interface FrozenSummary {
  summary: string
  mayBeShared: boolean
}
export interface FrozenContacts {
  leads: string[]
  mailbox: string | null
}
export interface FrozenAnswer {
  item: string
  code: string
  title: string
  narrative: string
  ownRating: Judgement | null
  evidence: string[]
  /** submitted after the panel asked for more evidence for this item */
  supplementary: boolean
  /** the change since the last application for the award; missing when there is none to compare with */
  since?: SinceLastYear
}
/**
 * For a renewal or reappraisal: when the library confirmed its unchanged answers, and when the earlier application that
 * this one is compared with was submitted.
 */
export interface FrozenRenewal {
  restConfirmedAt: Instant | null
  comparedWith: Instant | null
  /**
   * by item id: the change since the last application, for items that are answered only by targets, endorsements, the
   * pledge or the choice of branches
   */
  since?: Record<string, SinceLastYear>
}
/** A recommendation at the time of submission, with the library's last response. */
export interface FrozenRecommendation {
  id: string
  kind: RecommendationKind
  body: string
  owner: string
  dueOn: Day | null
  status: RecommendationStatus
  answer: string | null
}
/** A target at the time of submission, with the items that show it. */
export interface FrozenTarget {
  id: string
  body: string
  owner: string
  dueOn: Day
  status: TargetStatus
  progress: string
  items: string[]
}
/** A local group's answer to a request for its endorsement. */
export interface FrozenEndorsement {
  id: string
  answer: EndorsementAnswer
  group: string
  name: string
  role: string
  words: string
  at: Instant
}
export interface FrozenEvidence {
  id: string
  title: string
  kind: string
  summary: string
  periodFrom: Day | null
  periodTo: Day | null
  language: string
  branches: string[]
  links: { address: string; seenOn: Day }[]
  notes: { body: string; writtenAt: Instant }[]
  /** true when it was submitted after the panel asked for more evidence, and was not in the previous submission */
  supplementary: boolean
  /**
   * The library's own content warning. Left out when there is none, and in submissions from before warnings existed.
   */
  distressing?: true
}
/** A partnership at the time of submission, with its evidence and the items that show it. */
export interface FrozenPartner extends PartnerDetails {
  activities: Activity[]
  items: string[]
  evidence: string[]
}
export interface FrozenFile {
  id: string
  evidence: string
  name: string
  type: string
  size: number
  sha256: string
}

export interface Frozen {
  application: FrozenApplication
  scope: FrozenBranch[]
  summary: FrozenSummary
  contacts: FrozenContacts
  answers: FrozenAnswer[]
  evidence: FrozenEvidence[]
  files: FrozenFile[]
  partners?: FrozenPartner[]
  renewal?: FrozenRenewal
  recommendations?: FrozenRecommendation[]
  targets?: FrozenTarget[]
  endorsements?: FrozenEndorsement[]
  pledge?: Pledge | null
}
/**
 * A submission as read from the database: an erased part is null, or missing from its list. `erased` is the number of
 * erased parts.
 */
export type FrozenCopy = { [K in 'application' | 'scope' | 'summary' | 'contacts']: Frozen[K] | null } & Pick<
  Frozen,
  'answers' | 'evidence' | 'files'
> & {
    partners: FrozenPartner[]
    renewal: FrozenRenewal | null
    recommendations: FrozenRecommendation[]
    targets: FrozenTarget[]
    endorsements: FrozenEndorsement[]
    pledge: Pledge | null
    erased: number
  }

/** The targets, local groups' endorsements and pledge that are submitted with the library's answers. */
export type PledgeTargetsEndorsements = Pick<FrozenCopy, 'targets' | 'endorsements' | 'pledge'>

/** The targets, endorsements and pledge that belong to one item. */
export const extrasOf = (
  { targets, endorsements, pledge }: PledgeTargetsEndorsements,
  itemId: string,
): PledgeTargetsEndorsements => ({
  targets: targets.filter(({ items }) => items.includes(itemId)),
  endorsements: itemId === localEndorsement ? endorsements : [],
  pledge: itemId === pledgeItem ? pledge : null,
})

/** How an item has changed since the last application; undefined when there is nothing to compare. */
export const sinceAsSubmitted = (
  { answers, renewal }: Pick<FrozenCopy, 'answers' | 'renewal'>,
  itemId: string,
): SinceLastYear | undefined => answers.find(({ item }) => item === itemId)?.since ?? renewal?.since?.[itemId]

/** The targets, endorsements and pledge of each item, by item id. Items without any are left out. */
export function extrasByItem(extras: PledgeTargetsEndorsements): Map<string, PledgeTargetsEndorsements> {
  const ids = [
    ...extras.targets.flatMap(({ items }) => items),
    ...(extras.endorsements.length > 0 ? [localEndorsement] : []),
    ...(extras.pledge ? [pledgeItem] : []),
  ]
  return new Map(ids.map(id => [id, extrasOf(extras, id)]))
}

/** The parts of a submission by name, as JSON. Hashes are computed from exactly this text. */
export function contentsOf({
  application,
  scope,
  summary,
  contacts,
  answers,
  evidence,
  files,
  partners = [],
  renewal,
  recommendations = [],
  targets = [],
  endorsements = [],
  pledge = null,
}: Frozen): { name: string; content: string }[] {
  const part = (name: string, content: unknown) => ({ name, content: JSON.stringify(content) })
  return [
    part('application', application),
    part('scope', scope),
    part('summary', summary),
    part('contacts', contacts),
    ...answers.map(answer => part(`answers/${answer.item}`, answer)),
    ...evidence.map(evidence => part(`evidence/${evidence.id}`, evidence)),
    ...files.map(file => part(`files/${file.id}`, file)),
    ...partners.map(partner => part(`partners/${partner.id}`, partner)),
    ...(renewal ? [part('renewal', renewal)] : []),
    ...recommendations.map(each => part(`recommendations/${each.id}`, each)),
    ...targets.map(each => part(`targets/${each.id}`, each)),
    ...endorsements.map(each => part(`endorsements/${each.id}`, each)),
    ...(pledge ? [part('pledge', pledge)] : []),
  ]
}

/**
 * Reads a submission from its stored parts.
 * @param parts in stored order. Content is null where it was erased
 */
export function frozenFrom(parts: readonly { name: string; content: string | null }[]): FrozenCopy {
  const one = <Part>(name: string): Part | null => {
    const content = parts.find(part => part.name === name)?.content
    return content == null ? null : (JSON.parse(content) as Part)
  }
  const all = <Part>(folder: string): Part[] =>
    parts
      .filter(({ name, content }) => name.startsWith(folder) && content !== null)
      .map(({ content }) => JSON.parse(content!) as Part)
  return {
    application: one('application'),
    scope: one('scope'),
    summary: one('summary'),
    contacts: one('contacts'),
    answers: all('answers/'),
    evidence: all('evidence/'),
    files: all('files/'),
    partners: all('partners/'),
    renewal: one('renewal'),
    recommendations: all('recommendations/'),
    targets: all('targets/'),
    endorsements: all('endorsements/'),
    pledge: one('pledge'),
    erased: parts.filter(({ content }) => content === null).length,
  }
}
