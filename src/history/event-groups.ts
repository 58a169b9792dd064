import { applicationMoves } from '../domain/application.ts'
import type { Actor } from '../domain/actor.ts'
import type { NamelessMaker } from './history-words.ts'
import type { EventName } from './record.ts'

// The changes to an application that each reader sees.
// - City of Sanctuary sees every change, but not which panel member made it.
// - The library sees the work of the charity and the panel as one line a day, because more would show the panel's size.
//   From the panel's proposal until the decision letter is released, the library sees none of that work.
//   It never sees a decision that was reversed before its letter was released.

const named = (...names: EventName[]): readonly string[] => names

/** The library sees a decision once its letter is released. */
export const decisionMadeEvents = named('application.confirm', 'application.decide')

/** Events that never count towards the one line a day that the library sees for our work. */
export const decisionEvents = [
  ...decisionMadeEvents,
  ...named(
    'application.sendBack',
    'application.reverse',
    'correction.asked',
    'correction.withdrawn',
    'correction.answered',
    'letter.edited',
    'letter.release_set',
    'letter.release_stopped',
  ),
]

/** Events that the library sees after the decision letter is released. */
export const decisionLetterEvents = named(
  'application.sendBack',
  'agreed_finding.recorded',
  'proposal.written',
  'recommendation.proposed',
  'recommendation.removed',
)

export const libraryEvents = named(
  'application.start',
  'application.submit',
  'application.resubmit',
  'application.withdraw',
  'application.summary_written',
  'application.answer_written',
  'application.evidence_attached',
  'application.evidence_detached',
  'application.partners_shown',
  'application.partners_left_out',
  'application.councillor_page',
  'application.pledge_saved',
  'application.endorsement_asked',
  'application.endorsement_asked_again',
  'application.endorsement_cancelled',
  'application.endorsement_answered',
  'question.answered',
  'recommendation.answered',
  'application.scope_changed',
  'application.contacts_confirmed',
  'application.contacts_unconfirmed',
  'application.rest_confirmed',
  'application.rest_unconfirmed',
  'review.asked',
  'review.withdrawn',
)

/** Events that the library sees as separate lines. */
export const openEvents = [
  ...libraryEvents,
  ...named(
    'application.check',
    'application.return',
    'application.seat',
    'application.askMore',
    'application.takeUp',
    'application.propose',
    'application.releaseLetter',
    'application.reopen',
    'review.answered',
    'application.hold',
    'application.release',
    'application.close',
    'application.new_version',
    'application.round_extended',
    'question.asked',
    'question.withdrawn',
    'question.expired',
    'recommendation.closed',
    'recommendation.kept_open',
  ),
]

const moves = Object.entries(applicationMoves).map(([name, { by }]) => ({
  name: `application.${name}`,
  isChairs: 'chair' in by,
}))
/** Events that a person causes as a member of a panel. */
export const panelEvents = [
  ...moves.filter(({ isChairs }) => isChairs).map(({ name }) => name),
  ...named(
    'seat.taken',
    'seat.declined',
    'seat.set_aside',
    'finding.written',
    'finding.all_given',
    'agreed_finding.recorded',
    'minutes.written',
    'visit.noted',
    'visit.corrected',
  ),
]
/** Events that a person never causes as a member of a panel, even when they have a seat. */
export const otherEvents = [
  ...libraryEvents,
  ...moves.filter(({ isChairs }) => !isChairs).map(({ name }) => name),
  ...named(
    'seat.offered',
    'seat.withdrawn',
    'seat.expired',
    'panel.read_by',
    'panel.chair_changed',
    'panel.sample_drawn',
    'panel.criteria_reopened',
    'email.sent_again',
    'email.bounced',
    'email.address_stopped',
    'email.address_allowed',
    'application.panel_wanted',
    'application.coordinator_changed',
    'application.round_extended',
    'correction.asked',
    'correction.withdrawn',
    'correction.answered',
    'letter.edited',
    'letter.release_set',
    'letter.release_stopped',
    'review.answered',
    'recommendation.closed',
    'recommendation.kept_open',
  ),
]

/** Events that the chair or members of a panel cause at a meeting. A person's name would reveal who is on the panel. */
export const meetingEvents = named('meeting.presence', 'meeting.ended')

/** Events in which a library decides how others can use its application. The person's name would reveal the library. */
export const agreementEvents = named('calibration.agreed', 'calibration.agreement_withdrawn', 'example.chosen')

export interface MadeBy {
  name: string
  /** 'person', or the name of an actor without an account, such as the clock or an upload link */
  actor: string
  personId: string | null
  applicationId: string | null
  /** whether the reader is on the team of the application's library */
  isOwn: boolean
  /** whether the person had already been offered a seat on the panel */
  hadSeat: boolean
  /** whether the account was created to take a seat */
  isNewForSeat: boolean
}

/** @returns the label in place of the person's name; null when the reader can see the name */
export function namelessMaker(by: MadeBy, reader: Actor): NamelessMaker | null {
  const { name, actor, personId, applicationId, isOwn, hadSeat, isNewForSeat } = by
  if (actor === 'an invited person') return 'panel'
  if (personId === null) return makersWithoutPerson[actor] ?? 'clock'
  if (personId === reader.id || libraryEvents.includes(name)) return null
  if (meetingEvents.includes(name)) return 'charity and panel'
  if (agreementEvents.includes(name)) return 'library'
  if (applicationId === null) return isNewForSeat && !maySeeNewAccounts(reader) ? 'new person' : null
  if (name.startsWith('declaration.')) return 'charity or panel'
  if (panelEvents.includes(name) || (hadSeat && !otherEvents.includes(name))) return 'panel'
  return isOwn ? 'charity' : null
}

const makersWithoutPerson: Record<string, NamelessMaker> = {
  'the operator': 'operator',
  'the decision letter': 'decision letter',
  'an upload link': 'link',
  'an endorsement link': 'local group',
  'a visitor': 'visitor',
  'a mail server': 'mail server',
}

/**
 * Whether the reader can see when accounts are created. For people who read applications, the times could reveal who
 * has a seat.
 */
export const maySeeNewAccounts = ({ charityRoles }: Actor): boolean =>
  charityRoles.includes('administrator') && !charityRoles.includes('coordinator') && !charityRoles.includes('trustee')
