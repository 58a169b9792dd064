import type { CharityRole } from '../domain/actor.ts'
import type { SeatKind } from '../domain/application.ts'

export const demoPassword = 'open the library door'

export interface CharityPerson {
  name: string
  email: string
  role: CharityRole
}

/** The charity's people. The libraries' people are in data/demo/libraries.yaml. */
export const charity = {
  administrator: { name: 'Tobias Wren', email: 'admin@demo.example', role: 'administrator' },
  administrator2: { name: 'Gwen Parry', email: 'admin2@demo.example', role: 'administrator' },
  coordinator2: { name: 'Anwen Boateng', email: 'coordinator2@demo.example', role: 'coordinator' },
  coordinator: { name: 'Ffion Adeyemi', email: 'coordinator@demo.example', role: 'coordinator' },
  trustee: { name: 'Rosalind Achterberg', email: 'trustee@demo.example', role: 'trustee' },
  trustee2: { name: 'Hywel Okonjo', email: 'trustee2@demo.example', role: 'trustee' },
  chair: { name: 'Selam Tesfay', email: 'chair@demo.example', role: 'appraiser' },
  peer: { name: 'Jonas Whitlock', email: 'appraiser@demo.example', role: 'appraiser' },
  neighbour: { name: 'Oona Prentice', email: 'appraiser2@demo.example', role: 'appraiser' },
  otherChair: { name: 'Yusuf Karimi', email: 'yusuf@charity.example', role: 'appraiser' },
  otherPeer: { name: 'Winifred Castellan', email: 'winifred@charity.example', role: 'appraiser' },
  otherNeighbour: { name: 'Bilal Montrose', email: 'bilal@charity.example', role: 'appraiser' },
  newCoordinator: { name: 'Tomos Rees', email: 'tomos@charity.example', role: 'coordinator' },
  interpreter: { name: 'Almaz Girma', email: 'interpreter@demo.example', role: 'helper' },
  newAppraiser: { name: 'Nadia Rahimi', email: 'nadia@charity.example', role: 'appraiser' },
} as const satisfies Record<string, CharityPerson>
export type CharityKey = keyof typeof charity

/** People who were invited to a library, and are waiting for approval. */
export const newcomers = {
  tilverton: { name: 'Dele Martins', email: 'dele@tilverton.example', role: 'contributor' },
  hollinbeck: { name: 'Samira Khoury', email: 'samira@hollinbeck.example', role: 'lead' },
} as const
export type NewcomerKey = keyof typeof newcomers

/** The details that some appraisers entered about themselves. */
export const profiles = {
  chair: {
    kinds: ['lived experience'],
    expertise: 'English classes, families',
    needs: 'An interpreter (Tigrinya) at meetings',
    weekdays: '2 3 4',
    seatsAYear: 3,
    councilArea: '',
    employers: '',
  },
  peer: {
    kinds: ['sector peer'],
    expertise: 'Rural branches, staff training',
    needs: '',
    weekdays: '1 2 3 4 5',
    seatsAYear: 4,
    councilArea: '',
    employers: 'Tilverton Libraries',
  },
  neighbour: {
    kinds: ['local group'],
    expertise: 'Volunteering, health',
    needs: 'Large print',
    weekdays: '2 3',
    seatsAYear: 4,
    councilArea: '',
    employers: '',
  },
  otherChair: {
    kinds: ['lived experience'],
    expertise: 'Digital help',
    needs: 'Reading on a phone, a helper at meetings',
    weekdays: '3 4',
    seatsAYear: 6,
    councilArea: '',
    employers: '',
  },
  otherPeer: {
    kinds: ['sector peer', 'local group'],
    expertise: 'Reading groups, mobile libraries',
    needs: '',
    weekdays: '2 3',
    seatsAYear: 8,
    councilArea: '',
    employers: '',
  },
  otherNeighbour: {
    kinds: ['local group', 'sector peer'],
    expertise: 'Schools',
    needs: 'Childcare costs',
    weekdays: '2 6',
    seatsAYear: 6,
    councilArea: 'Cwm Tŷ-wennol',
    employers: '',
  },
} as const satisfies Partial<Record<CharityKey, ProfilePlan>>
export type ProfileKey = keyof typeof profiles

interface ProfilePlan {
  kinds: readonly SeatKind[]
  expertise: string
  needs: string
  weekdays: string
  seatsAYear: number
  councilArea: string
  employers: string
}

export interface SeatPlan {
  actor: CharityKey
  kind: SeatKind
  independent: boolean
  chairs: boolean
  shownName: string
}

/** Two panels of three: a chair with lived experience, an independent sector peer, and a member of a local group. */
export const panels = {
  first: [
    { actor: 'chair', kind: 'lived experience', independent: false, chairs: true, shownName: 'Selam T.' },
    { actor: 'peer', kind: 'sector peer', independent: true, chairs: false, shownName: 'Jonas Whitlock' },
    { actor: 'neighbour', kind: 'local group', independent: false, chairs: false, shownName: 'Oona' },
  ],
  second: [
    { actor: 'otherChair', kind: 'lived experience', independent: false, chairs: true, shownName: 'Yusuf' },
    { actor: 'otherPeer', kind: 'sector peer', independent: true, chairs: false, shownName: 'Winifred Castellan' },
    { actor: 'otherNeighbour', kind: 'local group', independent: false, chairs: false, shownName: 'Bilal M.' },
  ],
} as const satisfies Record<string, readonly SeatPlan[]>
export type PanelKey = keyof typeof panels

/** The accounts printed at start, with a description of each. */
export const demoAccounts: readonly [email: string, what: string][] = [
  [
    'lead@demo.example',
    'leads Tilverton Libraries, whose first application is nearly written, and has a new person to approve',
  ],
  ['contributor@demo.example', 'adds evidence for Tilverton'],
  ['observer@demo.example', 'observer at Tilverton'],
  ['chair@demo.example', 'appraiser with lived experience, chairs a panel and has been offered a seat on another'],
  ['appraiser@demo.example', 'appraiser, sector peer, nearly done'],
  ['appraiser2@demo.example', 'appraiser, local group, not started'],
  ['interpreter@demo.example', 'interpreter and helper for the chairs of two panels'],
  ['coordinator@demo.example', 'checks applications, chooses panels, releases decision letters'],
  ['coordinator2@demo.example', 'has a new lead to approve, for a library that has lost its lead'],
  ['trustee@demo.example', 'has a proposal to decide on and a renewal to confirm'],
  ['trustee2@demo.example', 'has a request for a review to answer and a correction to confirm'],
  ['admin@demo.example', 'manages people, history and email'],
  ['admin2@demo.example', 'has a new coordinator to approve, whom the other administrator invited'],
]

/** More accounts, mostly of leads. */
export const moreAccounts: readonly [email: string, what: string][] = [
  ['agnes@kettlebourne.example', 'has an award, with a renewal half written'],
  ['perpetua@hollinbeck.example', 'has an award that is overdue for renewal'],
  ['ignatius@thrushcombe.example', 'had an award before this service, and renewed it here'],
  ['oda@merrowshire.example', 'has 64 branches, and a question from the panel to answer'],
  ['theodora@lantern.example', 'has an application that was returned'],
  ['margery@lantern.example', 'has been asked to sign off the returned application'],
  ['nerys@merrowshire.example', 'writes for Merrowshire, but emails to her do not arrive'],
  ['idris@brackenshaw.example', 'was asked for more evidence'],
  ['mairi@strathvannoch.example', 'has not started an application'],
  ['dele@tilverton.example', 'is waiting for approval at Tilverton, and cannot open anything yet'],
]
