import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectFolder } from '../config.ts'
import type { MemberRole } from '../domain/actor.ts'
import type { Recognisable } from '../domain/upload-link.ts'
import type { ConsentUse } from '../domain/consent.ts'
import type { EvidenceKind, EvidenceLanguage, Sensitivity } from '../domain/evidence.ts'
import type { PartnerKind } from '../domain/partner.ts'
import type { Frequency } from '../domain/recurring.ts'
import type { Judgement, Outcome, RecommendationKind } from '../domain/judgements.ts'
import type { OrganisationKind } from '../domain/organisation.ts'
import type { addEvidence } from '../modules/evidence/editing/editing.actions.ts'

/** The demo's texts, from data/demo. */
export interface Texts {
  libraries: Readonly<Record<string, LibraryText>>
  answers: Readonly<Record<string, AnswerText>>
  evidence: Readonly<Record<string, EvidenceText>>
  panel: PanelText
  years: YearsText
  partners: Readonly<Record<string, PartnerText[]>>
  recurring: Readonly<Record<string, RecurringText[]>>
  inboxItems: readonly { words: string; sender?: string; people: Recognisable; file?: FileText }[]
}

export interface LibraryText {
  name: string
  kind: OrganisationKind
  place: string
  mailbox: string | null
  branches?: string[]
  /** for each river, the library has 15 branches, such as "Ondle Bridge" */
  rivers?: string[]
  mobiles?: string[]
  second: string
  partner: string
  voice: 0 | 1
  /** who signed the pledge */
  pledgedBy: string
  /** has little evidence, and answers only required items */
  modest?: boolean
  lead: { name: string; email: string }
  team: { name: string; email: string; role: MemberRole }[]
  summary?: string
}

export interface AnswerText {
  rating?: Judgement
  /** only for the item about the pledge: the role of the person who signed it, one for each `voice` of a library */
  signedAs?: [string, string]
  texts: [string, string]
}

export interface EvidenceText {
  kind: EvidenceKind
  title: string
  summary: string
  /** the period of the evidence, as [from, to] in months before the day on which it is added */
  covers: [number, number] | 'refugee week'
  branches: 'all' | 'some' | 'one' | 'second' | 'mobile' | 'none'
  items: string[]
  /** more criteria that the evidence is used for, in a library with little evidence */
  also?: string[]
  language?: Parameters<typeof addEvidence>[2]['given']['language']
  sensitivity?: Sensitivity
  note?: string
  link?: string
  /** whether people can be recognised, for kinds of evidence that can show people */
  people?: 'yes' | 'no'
  consents?: ConsentText[]
  /** the library's own content warning */
  distressing?: 'yes'
  /** `toRedact`: the file needs a redacted copy that nobody has made yet */
  file?: FileText & { redactedCopy?: FileText; newer?: FileText; toRedact?: boolean }
}
export interface FileText {
  name: string
  pdf?: string[]
  csv?: string[]
  picture?: Picture
  alternative?: string
  /** for a redacted copy: the phrases that are blacked out */
  blackOut?: string[]
}
export interface ConsentText {
  person: string
  uses: ConsentUse[]
  language: EvidenceLanguage
  wording: string
  signed: number
  ends: number | null
}
export type Picture = 'sign' | 'shelf' | 'table' | 'board' | 'board redacted'

export interface PartnerText {
  name: string
  language: EvidenceLanguage
  english: string
  kind: PartnerKind
  place: string
  since: number
  agreed: string
  contact: string
  together: { title: string; ago: number }[]
  shows: string[]
  under: string[]
}

export interface RecurringText {
  title: string
  what: string
  every: Frequency
  from: string
  kind: EvidenceKind
  branch?: string
  items: string[]
  due: number
  came?: string
}

export interface PanelText {
  agreed: Record<string, string>
  unanimous: string
  alone: Record<'met' | 'partly met' | 'not yet' | 'commendation', string[]> & { private: string }
  questions: { open: { item: string; body: string }; answered: { item: string; body: string; reply: string } }
  askMore: { reasons: string; items: string[]; written: Record<string, string> }
  review: { reason: string }
  returned: { reasons: string; items: string[] }
  held: { reason: string }
  /** answers without names, by library and criterion, each with an appraiser's judgement */
  practice: Record<string, Record<string, PracticeText>>
  /** texts that other libraries read, by library and criterion */
  examples: Record<string, Record<string, string>>
  recommendations: { kind: RecommendationKind; item: string; body: string; owner: string; months: number }[]
  decisionLetters: Record<Outcome, string>
}

export interface PracticeText {
  answer: string
  panelReason: string
  own: { judgement: Judgement; reason: string }
}

/** Texts about the past year, by item code. */
export interface RenewalText {
  criteria: Record<string, string>
  year?: Record<string, string>
  recommendations?: Record<string, string>
}

export interface YearsText {
  paper: { decidedBy: string; paper: string }
  renewals: Record<string, RenewalText>
  moves: Record<'extended' | 'suspended' | 'ended', string>
  promiseKept: string
  /** the reasons for a correction and a merge, and the name and email address of an organisation registered twice */
  mistakes: { correction: string; merge: string; twice: string; enquiries: string }
  decisionLetter: string
}

export function readTexts(): Texts {
  const read = (name: string): unknown => parse(readFileSync(join(projectFolder, 'data/demo', `${name}.yaml`), 'utf8'))
  return {
    libraries: read('libraries'),
    answers: read('answers'),
    evidence: read('evidence'),
    panel: read('panel'),
    years: read('years'),
    partners: read('partners'),
    recurring: read('recurring'),
    inboxItems: read('inbox-items'),
  } as Texts
}

const branchesAlongRivers = [
  'Bridge',
  'Quay',
  'Head',
  'Mouth',
  'St Orrin',
  'Parva',
  'Magna',
  'Green',
  'Cross',
  'Mill',
  'Ferry',
  'Common',
  'Wharf',
  'Moor',
  'Hatch',
]

export const branchesOf = ({ branches = [], rivers = [] }: LibraryText): string[] => [
  ...branches,
  ...(rivers.length > 0 ? ['Merrow Central'] : []),
  ...rivers.flatMap(river => branchesAlongRivers.map(place => `${river} ${place}`)),
]

export const mobilesOf = ({ mobiles, rivers = [] }: LibraryText): string[] =>
  mobiles ?? rivers.slice(0, 3).map(river => `${river} mobile library`)

/** The criteria that this evidence is used for, including `also` in a library with little evidence. */
export const itemsShownBy = ({ items, also = [] }: EvidenceText, { modest = false }: LibraryText): string[] =>
  modest ? [...items, ...also] : items

/** A text that several libraries share, with its parameters filled in. */
export function fillDemoText(text: string, key: string, library: LibraryText): string {
  const params: Record<string, string> = {
    key,
    library: library.name,
    place: library.place,
    central: branchesOf(library)[0] ?? library.name,
    second: library.second,
    partner: library.partner,
    lead: library.lead.name.split(' ')[0]!,
  }
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => params[name] ?? gap)
}
