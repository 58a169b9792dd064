import type { ApplicationKind, SeatKind } from './application.ts'
import type { EvidenceKind, People } from './evidence.ts'
import type { Judgement, Outcome, RecommendationKind } from './judgements.ts'

export const itemParts = ['prerequisite', 'criterion', 'looking ahead'] as const
export type ItemPart = (typeof itemParts)[number]

/**
 * A question or request that an application answers. Its id is the same in every version; code, title and wording can
 * change.
 */
export interface Item {
  id: string
  /** such as P1, L1 or F1; also used in the URL of the item's page */
  code: string
  part: ItemPart
  /** null for items other than criteria */
  area: string | null
  title: string
  description: string
  requirement: 'required' | 'recommended'
  /** what counts as evidence. One strong item can be enough */
  evidence: string[]
  basis: 'documented' | 'adapted' | 'proposed'
  askedIn: ApplicationKind[]
  /** how a light renewal treats the item: confirm that the answer is still true, answer again, or leave out */
  renewal: 'confirm' | 'answer' | 'skip'
  perBranch: boolean
  /**
   * evidence is up to date if its period ends at most this many months before the day of submission; null for no limit.
   * Older evidence only causes a warning (freshness.ts)
   */
  freshMonths: number | null
}

export interface Area {
  id: string
  title: string
  description: string
}

/** When a panel is complete (panel.ts). A panel also needs a chair. */
export interface PanelRule {
  /** 3 in the draft framework */
  minSeats: number
  /** the kinds of seat that can be offered */
  seatKinds: SeatKind[]
  /** in the draft framework: 1 seat for lived experience, and 1 other that is independent */
  needs: { id: SeatKind | 'independent'; min: number }[]
}

/** The settings of award periods. Each award period is saved with a copy of them, perhaps before it starts. */
export interface Terms {
  /** the length of an award period; 12 in the draft framework */
  months: number
  /** n, where every nth renewal is a full reappraisal; 3 in the draft framework */
  fullReappraisalEvery: number
  /** the renewal opens this many days before the last valid day; 180 in the draft framework */
  renewalOpensDays: number
  /** the library can still renew for this many days after the last valid day; 30 in the draft framework */
  lapseAfterDays: number
}

/** The id of the stream for libraries, which is used when no other is chosen. */
export const libraryStream = 'libraries'

/**
 * The criteria and settings of one framework version. Ids such as `not_yet` in the stored document become 'not yet'
 * here. The draft framework is data/library-of-sanctuary-draft.yaml.
 */
export interface Framework {
  slug: string
  stream: string
  version: string
  issued: boolean
  language: string
  label: string
  notice: string
  terms: Terms
  kinds: {
    id: ApplicationKind
    label: string
    /** these three only describe the kind to readers of the document; the rules are the same for every version */
    prefilled: boolean
    inRounds: boolean
    panel: 'always' | 'when asked for'
  }[]
  summaryMaxCharacters: number
  asksToShare: boolean
  /**
   * the reminder schedule, in days before the last valid day; negative days are after it. In the draft framework: 180,
   * 90, 60, 30, 14, 7, 1, 0, -7, -14, -30. `reminderSteps` has the schedules for all other dates
   */
  reminders: number[]
  panel: PanelRule
  /** a light renewal needs a panel when one of these is true */
  renewalAsksWhen: PanelReason[]
  /** above this percentage of new branches, a renewal needs a panel ('scope grew'); 25 in the draft framework */
  scopeGrewByPercent: number
  judgements: Judgement[]
  /** `expects`: see expected-outcome.ts. `needs` informs people who read the framework document; no rule uses it */
  decisions: { id: Outcome; needs: ('letter' | 'recommendations' | 'feedback')[]; expects: Judgement[] }[]
  recommendationKinds: RecommendationKind[]
  evidenceKinds: { id: EvidenceKind; label: string; people: People }[]
  areas: Area[]
  prerequisites: Item[]
  criteria: Item[]
  lookingAhead: Item[]
}

export const panelReasonIds = [
  'required recommendation open',
  'own rating not yet',
  'required criterion new',
  'scope grew',
  'staff say so',
] as const
/** Why a light renewal needs a panel. `staff say so`: a coordinator or trustee asks for one, with a reason. */
export type PanelReason = (typeof panelReasonIds)[number]

/** A framework version as stored, after its shape has been checked. */
export interface FrameworkDocument {
  framework: string
  stream: string
  version: string
  issued: boolean
  language: string
  label: string
  notice: string
  terms: Terms
  applicationKinds: { id: string; label: string; prefilled: boolean; inRounds: boolean; panel: string }[]
  application: { summaryMaxCharacters: number; asksToShare: boolean }
  reminders: number[]
  panel: {
    minSeats: number
    seatKinds: string[]
    needs: { id: string; min: number }[]
    renewalAsksWhen: string[]
    scopeGrewByPercent: number
  }
  judgements: string[]
  decisions: { id: string; needs: string[]; expects: string[] }[]
  recommendationKinds: string[]
  evidenceKinds: { id: string; label: string; people: string }[]
  areas: Area[]
  prerequisites: ItemDocument[]
  criteria: (ItemDocument & { area: string })[]
  lookingAhead: ItemDocument[]
}
export type ItemDocument = Omit<Item, 'part' | 'area' | 'askedIn' | 'requirement' | 'basis' | 'renewal'> & {
  askedIn: string[]
  requirement: string
  basis: string
  renewal: string
}

/**
 * Converts an id in a document to the form used in code: `lived_experience` to `lived experience`. `readFramework`
 * validates the result.
 */
export function fromDocumentId<Word extends string>(id: string): Word {
  return id.replaceAll('_', ' ') as Word
}

export function frameworkFrom(document: FrameworkDocument): Framework {
  const { framework, applicationKinds, application, panel, ...rest } = document
  return {
    ...rest,
    ...application,
    slug: framework,
    kinds: applicationKinds.map(kind => ({ ...kind, id: fromDocumentId(kind.id), panel: fromDocumentId(kind.panel) })),
    panel: {
      minSeats: panel.minSeats,
      seatKinds: panel.seatKinds.map(id => fromDocumentId(id)),
      needs: panel.needs.map(need => ({ ...need, id: fromDocumentId(need.id) })),
    },
    renewalAsksWhen: panel.renewalAsksWhen.map(id => fromDocumentId(id)),
    scopeGrewByPercent: panel.scopeGrewByPercent,
    judgements: document.judgements.map(id => fromDocumentId(id)),
    decisions: document.decisions.map(({ id, needs, expects }) => ({
      id: fromDocumentId(id),
      needs: needs.map(need => fromDocumentId(need)),
      expects: expects.map(judgement => fromDocumentId(judgement)),
    })),
    recommendationKinds: document.recommendationKinds.map(id => fromDocumentId(id)),
    evidenceKinds: document.evidenceKinds.map(kind => ({
      ...kind,
      id: fromDocumentId(kind.id),
      people: fromDocumentId(kind.people),
    })),
    prerequisites: document.prerequisites.map(item => itemFrom(item, 'prerequisite', null)),
    criteria: document.criteria.map(item => itemFrom(item, 'criterion', item.area)),
    lookingAhead: document.lookingAhead.map(item => itemFrom(item, 'looking ahead', null)),
  }
}

function itemFrom(item: ItemDocument, part: ItemPart, area: string | null): Item {
  return {
    ...item,
    part,
    area,
    askedIn: item.askedIn.map(kind => fromDocumentId(kind)),
    requirement: fromDocumentId(item.requirement),
    basis: fromDocumentId(item.basis),
    renewal: fromDocumentId(item.renewal),
  }
}

/** All items in the order of the form: prerequisites, criteria, looking ahead. */
export function itemsOf(framework: Framework): Item[] {
  return [...framework.prerequisites, ...framework.criteria, ...framework.lookingAhead]
}

export function itemsAskedBy(framework: Framework, kind: ApplicationKind): Item[] {
  return itemsOf(framework).filter(({ askedIn }) => askedIn.includes(kind))
}

/** The items that a panel judges: criteria that this kind of application asks. */
export function criteriaAskedBy(framework: Framework, kind: ApplicationKind): Item[] {
  return framework.criteria.filter(({ askedIn }) => askedIn.includes(kind))
}

export function itemByCode(framework: Framework, code: string): Item | null {
  return itemsOf(framework).find(item => item.code === code) ?? null
}

export function itemById(framework: Framework, id: string): Item | null {
  return itemsOf(framework).find(item => item.id === id) ?? null
}
