import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    declarations: {
      id: string
      application_id: string
      person_id: string
      says: string
      reason: string | null
      independent: number | null
      made_at: Instant
    }
    seats: {
      id: string
      application_id: string
      person_id: string | null
      offered_to_name: string
      offered_to_email: string
      kind: string
      independent: YesNo
      chairs: YesNo
      status: string
      shown_name: string | null
      declined_reason: string | null
      offered_by: string
      offered_at: Instant
      /** set after a hold: the time to answer counts from this day, or from a later email of the offer */
      answer_counted_from?: Day | null
      answered_at: Instant | null
      set_aside_at: Instant | null
      /** when the seat or offer was withdrawn, or set aside; null in every other status */
      withdrawn_at?: Instant | null
      /** the name of the replacement that the invited person suggested when declining */
      suggested_name?: string | null
      /** the email address of the suggested replacement */
      suggested_email?: string | null
      version: number
    }
    seat_helpers: {
      id: string
      seat_id: string
      person_id: string | null
      kind: string
      name: string
      email: string
      recorded_by: string
      recorded_at: Instant
      ended_at: Instant | null
    }
    appraiser_profiles: {
      person_id: string
      /** JSON: kinds of seat */
      kinds: string
      /** JSON: the person's fields of expertise */
      expertise: string
      needs: string
      /** JSON list of weekdays: 1 for Monday to 7 for Sunday */
      weekdays: string
      away_from: Day | null
      away_until: Day | null
      seats_a_year: number
      council_area: string
      saved_at: Instant
      version: number
    }
    past_employers: {
      id: string
      person_id: string
      organisation_id: string | null
      name: string
      /** `keyOfName` of the name, to compare with `organisations.name_key` */
      name_key: string
      /** the employer's position in the person's list, from 0 */
      place: number
    }
    branch_samples: {
      id: string
      application_id: string
      number: number
      seed: string
      /** the number of branches in scope that were open when the sample was drawn */
      branches: number
      /** the reason for drawing the sample again; null for the first sample */
      reason: string | null
      drawn_by: string
      drawn_at: Instant
    }
    sampled_branches: {
      sample_id: string
      branch_id: string
      place: number
      is_added: YesNo
    }
    panels: {
      application_id: string
      read_by: Day
      version: number
    }
    findings: {
      id: string
      seat_id: string
      item_id: string
      judgement: string | null
      reason: string
      commendation: string
      private_note: string
      written_at: Instant
      given_at: Instant | null
      reopened_at: Instant | null
      version: number
    }
    agreed_findings: {
      id: string
      application_id: string
      item_id: string
      judgement: string
      reason: string
      recorded_by: string
      recorded_at: Instant
      version: number
    }
    proposals: {
      id: string
      application_id: string
      status: string
      outcome: string | null
      outcome_reason: string
      decision_letter: string
      made_by: string | null
      made_at: Instant | null
      sent_back_by: string | null
      sent_back_at: Instant | null
      sent_back_reason: string | null
      started_at: Instant
      version: number
    }
    lifted_conflicts: {
      id: string
      application_id: string
      person_id: string
      /** the details of the conflict, as the person declared them */
      reason: string | null
      declared_at: Instant
      lifted_by: string
      lifted_at: Instant
      lift_reason: string
    }
    decisions: {
      id: string
      application_id: string
      proposal_id: string | null
      outcome: string
      decision_letter: string
      letter_opening: string
      letter_closing: string
      template_opening: string
      template_closing: string
      letter_edited_by: string | null
      letter_edited_at: Instant | null
      letter_version: number
      letter_released: string | null
      release_set_by: string | null
      decided_by: string
      decided_at: Instant
      release_at: Instant | null
      released_at: Instant | null
      released_by: string | null
      reversed_at: Instant | null
    }
    decision_findings: {
      decision_id: string
      item_id: string
      judgement: string
      reason: string
    }
    decision_requests: {
      id: string
      application_id: string
      decision_id: string
      kind: string
      status: string
      reason: string
      asked_by: string
      asked_at: Instant
      answer: string | null
      answer_reason: string | null
      answered_by: string | null
      answered_at: Instant | null
      version: number
    }
    meetings: {
      id: string
      starts_at: Instant
      ends_at: Instant
      place: string
      link: string
      status: string
      sequence: number
      live: number
      called_by: string
      called_at: Instant
      started_at: Instant | null
      ended_at: Instant | null
      version: number
    }
    meeting_items: {
      meeting_id: string
      application_id: string
      place: number
      started_at: Instant | null
      ended_at: Instant | null
      minutes: string
      minutes_by: string | null
      minutes_at: Instant | null
      version: number
    }
    meeting_invitations: {
      meeting_id: string
      person_id: string
      invited: YesNo
      sequence: number
      sent_at: Instant
    }
    meeting_movements: {
      meeting_id: string
      number: number
      person_id: string
      says: string
      because: string
      application_id: string | null
      at: Instant
      recorded_by: string
    }
    visit_notes: {
      id: string
      application_id: string
      visited_on: Day
      body: string
      written_by: string
      written_at: Instant
      version: number
    }
    example_choices: {
      id: string
      application_id: string
      sharing: string
      chosen_by: string
      chosen_at: Instant
    }
    examples: {
      id: string
      application_id: string
      framework_version_id: string
      region: string
      branches: number
      prepared_by: string
      prepared_at: Instant
      published_by: string | null
      published_at: Instant | null
    }
    example_texts: {
      id: string
      example_id: string
      place: number
      item_id: string
      answer: string
      kept_reason: string
      edited_by: string | null
      edited_at: Instant | null
      version: number
    }
    calibration_agreements: {
      id: string
      application_id: string
      given_by: string
      given_at: Instant
      withdrawn_by: string | null
      withdrawn_at: Instant | null
    }
    calibration_cases: {
      id: string
      application_id: string
      framework_version_id: string
      prepared_by: string
      prepared_at: Instant
      published_by: string | null
      published_at: Instant | null
      version: number
    }
    calibration_criteria: {
      id: string
      case_id: string
      place: number
      item_id: string
      answer: string
      panel_judgement: string
      panel_reason: string
      kept_reason: string
      edited_by: string | null
      edited_at: Instant | null
      version: number
    }
    calibration_findings: {
      id: string
      criterion_id: string
      person_id: string
      judgement: string
      reason: string
      judged_at: Instant
    }
    calibrations: {
      person_id: string
      /** the calendar year in London */
      year: number
      done_at: Instant
    }
  }
}

export const appraisalTables = {
  declarations: { person: ['person_id'], text: ['reason'], kept: 'application' },
  lifted_conflicts: { person: ['person_id', 'lifted_by'], text: ['reason', 'lift_reason'], kept: 'application' },
  seats: {
    person: ['person_id', 'offered_by'],
    text: ['offered_to_name', 'offered_to_email', 'shown_name', 'declined_reason', 'suggested_name', 'suggested_email'],
    kept: 'application',
  },
  seat_helpers: { person: ['person_id', 'recorded_by'], text: ['name', 'email'], kept: 'application' },
  appraiser_profiles: {
    person: ['person_id'],
    text: ['expertise', 'needs', 'council_area'],
    written: ['kinds', 'weekdays'],
    kept: 'account',
  },
  past_employers: {
    organisation: ['organisation_id'],
    person: ['person_id'],
    text: ['name', 'name_key'],
    kept: 'account',
  },
  branch_samples: { person: ['drawn_by'], text: ['reason'], kept: 'application' },
  sampled_branches: { kept: 'application' },
  panels: { kept: 'application' },
  findings: { text: ['reason', 'commendation', 'private_note'], kept: 'application' },
  agreed_findings: { person: ['recorded_by'], text: ['reason'], kept: 'application' },
  proposals: {
    person: ['made_by', 'sent_back_by'],
    text: ['outcome_reason', 'decision_letter', 'sent_back_reason'],
    kept: 'application',
  },
  decisions: {
    person: ['decided_by', 'released_by', 'letter_edited_by', 'release_set_by'],
    text: [
      'decision_letter',
      'letter_opening',
      'letter_closing',
      'template_opening',
      'template_closing',
      'letter_released',
    ],
    kept: 'award',
  },
  decision_findings: { text: ['reason'], kept: 'award' },
  decision_requests: { person: ['asked_by', 'answered_by'], text: ['reason', 'answer_reason'], kept: 'award' },
  meetings: { person: ['called_by'], text: ['place', 'link'], kept: 'application' },
  meeting_items: { person: ['minutes_by'], text: ['minutes'], kept: 'application' },
  meeting_invitations: { person: ['person_id'], kept: 'application' },
  meeting_movements: { person: ['person_id', 'recorded_by'], kept: 'application' },
  visit_notes: { person: ['written_by'], text: ['body'], kept: 'application' },
  example_choices: { person: ['chosen_by'], kept: 'consent' },
  examples: { person: ['prepared_by', 'published_by'], kept: 'application' },
  example_texts: { person: ['edited_by'], text: ['answer', 'kept_reason'], kept: 'application' },
  calibration_agreements: { person: ['given_by', 'withdrawn_by'], kept: 'consent' },
  calibration_cases: { person: ['prepared_by', 'published_by'], kept: 'application' },
  calibration_criteria: {
    person: ['edited_by'],
    text: ['answer', 'panel_reason', 'kept_reason'],
    kept: 'application',
  },
  calibration_findings: { person: ['person_id'], text: ['reason'], kept: 'account' },
  calibrations: { person: ['person_id'], kept: 'account' },
} satisfies TableDescriptions<
  | 'declarations'
  | 'lifted_conflicts'
  | 'seats'
  | 'seat_helpers'
  | 'appraiser_profiles'
  | 'past_employers'
  | 'branch_samples'
  | 'sampled_branches'
  | 'panels'
  | 'findings'
  | 'agreed_findings'
  | 'proposals'
  | 'decisions'
  | 'decision_findings'
  | 'decision_requests'
  | 'meetings'
  | 'meeting_items'
  | 'meeting_invitations'
  | 'meeting_movements'
  | 'visit_notes'
  | 'example_choices'
  | 'examples'
  | 'example_texts'
  | 'calibration_agreements'
  | 'calibration_cases'
  | 'calibration_criteria'
  | 'calibration_findings'
  | 'calibrations'
>
