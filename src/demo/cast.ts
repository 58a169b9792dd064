import type { CharityRole } from '../domain/actor.ts'
import type { SeatKind } from '../domain/application.ts'

export const demoPassword = 'open the library door'

export interface CharityPerson {
  name: string
  email: string
  role: CharityRole
}

/** The charity's people. Those of libraries stand in data/demo/libraries.yaml. */
export const charity = {
  administrator: { name: 'Tobias Wren', email: 'admin@demo.example', role: 'administrator' },
  coordinator: { name: 'Ffion Adeyemi', email: 'coordinator@demo.example', role: 'coordinator' },
  trustee: { name: 'Rosalind Achterberg', email: 'trustee@demo.example', role: 'trustee' },
  chair: { name: 'Selam Tesfay', email: 'chair@demo.example', role: 'appraiser' },
  peer: { name: 'Jonas Whitlock', email: 'appraiser@demo.example', role: 'appraiser' },
  neighbour: { name: 'Oona Prentice', email: 'appraiser2@demo.example', role: 'appraiser' },
  otherChair: { name: 'Yusuf Karimi', email: 'yusuf@charity.example', role: 'appraiser' },
  otherPeer: { name: 'Winifred Castellan', email: 'winifred@charity.example', role: 'appraiser' },
  otherNeighbour: { name: 'Bilal Montrose', email: 'bilal@charity.example', role: 'appraiser' },
} as const satisfies Record<string, CharityPerson>
export type CharityKey = keyof typeof charity

export interface SeatPlan {
  actor: CharityKey
  kind: SeatKind
  independent: boolean
  chairs: boolean
  shownName: string
}

/** Two panels of three: lived experience in the chair, a sector peer who is independent, somebody of a local group. */
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

/** As printed at the start, with what each is good for. */
export const demoAccounts: readonly [email: string, what: string][] = [
  ['lead@demo.example', 'leads Tilverton Libraries, whose first application is nearly written'],
  ['contributor@demo.example', 'works at Tilverton and adds evidence'],
  ['observer@demo.example', 'reads along at Tilverton'],
  ['chair@demo.example', 'appraiser, lived experience: chairs a panel and is offered another seat'],
  ['appraiser@demo.example', 'appraiser, sector peer: judges alone'],
  ['appraiser2@demo.example', 'appraiser, local group: has yet to begin'],
  ['coordinator@demo.example', 'checks, seats panels, releases letters; sees what every award waits for at /renewals'],
  ['trustee@demo.example', 'decides on a proposal, and confirms a renewal'],
  ['admin@demo.example', 'people, history, mail; a second administrator is wanted'],
]

/** Leads of other libraries, to see the rest of the way. */
export const moreAccounts: readonly [email: string, what: string][] = [
  ['agnes@kettlebourne.example', 'holds an award, and its renewal is open and half written'],
  ['perpetua@hollinbeck.example', 'an award that is overdue; others are extended, suspended, lapsed'],
  ['ignatius@thrushcombe.example', 'an award from paper, renewed here'],
  ['oda@merrowshire.example', '64 branches, and a question of the panel to answer'],
  ['theodora@lantern.example', 'an application that was returned'],
  ['idris@brackenshaw.example', 'more evidence is asked for'],
  ['mairi@strathvannoch.example', 'has not begun an application'],
]
