import { checks, declares, offersSeats, passesToPanel, takeSeats } from '../acts/casework.ts'
import { confirmsTheReaders, leadFollows, teamFollows, invitesTeam } from '../acts/invitations.ts'
import { isRegistered, addsEvidence, starts } from '../acts/libraries.ts'
import { agrees, judges, criterionJudgedLower, type Findings } from '../acts/panel.ts'
import { submits, writesSummary, writes } from '../acts/answers.ts'
import type { Judgement } from '../../domain/judgements.ts'
import { panels, type PanelKey } from '../cast.ts'
import type { On, Step } from '../world.ts'

// Steps that many libraries share. Days are working days before today.

/** The keys of all evidence of a library, in the order in which it is added. */
const allEvidence = [
  'pledge',
  'plan',
  'joining',
  'joined',
  'training',
  'induction',
  'needs',
  'poets',
  'journeys',
  'equity',
  'role',
  'sign',
  'leaflet',
  'stock',
  'cafe',
  'printing',
  'directory',
  'visits',
  'volunteers',
  'rhymes',
  'safeguarding',
  'partner',
  'budget',
  'page',
  'week',
  'newsletter',
  'talk',
  'room',
  'leaves',
] as const
/** The keys of the evidence of a library that has little. Some of it is used for several criteria. */
const fewItems = [
  'pledge',
  'plan',
  'joining',
  'training',
  'poets',
  'leaflet',
  'stock',
  'cafe',
  'volunteers',
  'safeguarding',
  'partner',
  'budget',
  'page',
  'week',
] as const
const before = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
export const learn = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6']
const embed = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9', 'E10', 'E11', 'E12', 'E13']
const share = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6']

/** The charity adds the library on one day, its lead joins the next day and, with `team`, its team the day after. */
export const libraryJoins = (on: On, library: string, day: number, team = false): Step[] => [
  on(day, '10:10', isRegistered(library)),
  on(day - 1, '09:25', leadFollows(library)),
  on(day - 1, '09:30', confirmsTheReaders(library)),
  ...(team ? [on(day - 1, '09:50', invitesTeam(library)), on(day - 2, '11:05', teamFollows(library))] : []),
]

interface Writing {
  ratings?: Partial<Record<string, Judgement>>
  few?: boolean
  without?: readonly string[]
}

/** Writes the whole application on the eight working days before `day`, and submits it on `day`. */
export const writesAndSubmits = (
  on: On,
  library: string,
  day: number,
  { ratings = {}, few = false, without = [] }: Writing = {},
): Step[] => [
  on(
    day + 8,
    '09:40',
    addsEvidence(
      library,
      (few ? fewItems : allEvidence).filter(evidence => !without.includes(evidence)),
    ),
  ),
  on(day + 7, '14:05', starts(library)),
  on(day + 6, '10:30', writes(library, before)),
  on(day + 5, '13:20', writes(library, learn, { ratings })),
  on(day + 4, '09:35', writes(library, embed.slice(0, 7), { ratings })),
  on(day + 3, '15:00', writes(library, embed.slice(7), { ratings })),
  on(day + 2, '10:45', writes(library, share, { ratings })),
  on(day + 1, '11:30', writes(library, ['F1'])),
  on(day + 1, '11:50', writesSummary(library)),
  on(day, '14:20', submits(library)),
]

export const isChecked = (on: On, library: string, day: number): Step[] => [
  on(day, '09:15', declares('coordinator', library)),
  on(day, '10:20', checks(library)),
]

/** Within a week, seats are offered and accepted, the members declare, and the application goes to the panel. */
export const isSeated = (on: On, library: string, day: number, panel: PanelKey): Step[] => [
  on(day, '10:40', offersSeats(library, panel)),
  on(day - 3, '18:30', takeSeats(library, panel)),
  ...panels[panel].map(({ actor }, index) => on(day - 3, `18:${40 + index * 5}`, declares(actor, library))),
  on(day - 4, '09:30', passesToPanel(library)),
]

/**
 * The members judge four working days apart. The chair records the agreed findings twelve working days after the first
 * member judged.
 * @param differs judgements other than `met`, by criterion code; L6 is `partly met` unless it is given here
 * @param inOneGo first records all unanimous findings in one step
 */
export const isJudged = (
  on: On,
  library: string,
  day: number,
  { panel, differs: more = {}, inOneGo = false }: { panel: PanelKey; differs?: Findings; inOneGo?: boolean },
): Step[] => {
  const differs: Findings = { L6: 'partly met', ...more }
  return [
    ...panels[panel].map(({ actor }, index) =>
      on(
        day - index * 4,
        '17:30',
        judges(actor, library, index === 2 ? { ...differs, [criterionJudgedLower]: 'partly met' } : differs),
      ),
    ),
    on(day - 12, '10:00', agrees(panels[panel][0].actor, library, differs, inOneGo)),
  ]
}
