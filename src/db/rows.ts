import type { Day, Instant } from '../domain/time.ts'

// The rows as both databases hold them: snake_case stops at the stores. Yes and no are 1 and 0, JSON is text.

export type YesNo = 0 | 1

export interface PersonRow {
  id: string
  name: string
  email: string
  email_key: string
  password_hash: string | null
  language: string
  status: string
  created_at: Instant
  version: number
}

export interface OrganisationRow {
  id: string
  name: string
  name_key: string
  kind: string
  place: string
  role_mailbox: string | null
  language: string
  sign_off_wanted: YesNo
  created_at: Instant
  version: number
}

export interface BranchRow {
  id: string
  organisation_id: string
  name: string
  kind: string
  place: string | null
  opened_on: Day | null
  closed_on: Day | null
  version: number
}

export interface MembershipRow {
  id: string
  person_id: string
  organisation_id: string
  role: string
  started_at: Instant
  ended_at: Instant | null
}

export interface CharityRoleRow {
  id: string
  person_id: string
  role: string
  started_at: Instant
  ended_at: Instant | null
}

export interface InvitationRow {
  id: string
  name: string
  email: string
  language: string
  role: string
  organisation_id: string | null
  invited_by: string | null
  created_at: Instant
  accepted_at: Instant | null
  accepted_by: string | null
  revoked_at: Instant | null
}

export interface SignInRow {
  id: string
  person_id: string
  started_at: Instant
  last_seen_at: Instant
  ended_at: Instant | null
  end_reason: string | null
  browser: string | null
}

export interface SessionRow {
  id_hash: string
  data: string
  saved_at: Instant
  expires_at: Instant
}

export interface EmailTokenRow {
  id: string
  kind: string
  token_hash: string
  about_id: string | null
  person_id: string | null
  made_at: Instant
  expires_at: Instant
  used_at: Instant | null
}

export interface LimitCounterRow {
  counted: string
  window_started_at: Instant
  count: number
}

export interface IdempotencyKeyRow {
  person_id: string
  key: string
  result: string
  done_at: Instant
  words?: string | null
}

export interface DenialRow {
  id: string
  at: Instant
  person_id: string | null
  permission: string
  address: string
}

export interface FrameworkRow {
  id: string
  slug: string
  stream: string
}

export interface FrameworkVersionRow {
  id: string
  framework_id: string
  version: string
  label: string
  issued: YesNo
  document: string
  published_at: Instant | null
}

export interface RoundRow {
  id: string
  name: string
  framework_version_id: string
  opens_at: Instant
  closes_at: Instant
  grace_minutes: number
  version: number
}

export interface EvidenceRow {
  id: string
  organisation_id: string
  title: string
  kind: string
  summary: string
  period_from: Day | null
  period_to: Day | null
  expires_on: Day | null
  language: string
  sensitivity: string
  owner_id: string
  received_at: Instant
  removed_at: Instant | null
  version: number
  to_complete: YesNo
  shows_people: number | null
  panel_until: Day | null
  distressing?: YesNo
}

export interface EvidenceBranchRow {
  evidence_id: string
  branch_id: string
}

export interface EvidenceItemRow {
  evidence_id: string
  item_id: string
}

export interface EvidenceFileRow {
  id: string
  evidence_id: string
  name: string
  type: string
  size: number
  sha256: string
  state: string
  scanned_by: string | null
  scanned_at: Instant | null
  uploaded_by: string
  uploaded_at: Instant
  replaces_id: string | null
  replaced_at?: Instant | null
  removed_at: Instant | null
  redacts_file_id?: string | null
  caption: string
  alternative: string
  pages: number | null
  drawn: number | null
}

export interface EvidenceLinkRow {
  id: string
  evidence_id: string
  address: string
  seen_on: Day
  added_at: Instant
}

export interface EvidenceNoteRow {
  id: string
  evidence_id: string
  body: string
  written_by: string
  written_at: Instant
}

export interface AwardRow {
  id: string
  organisation_id: string
  framework_id: string
  code: string
  status: string
  valid_to: Day | null
  granted_on: Day
  is_recorded: YesNo
  base_valid_to: Day
  is_kept_by_renewal: YesNo
  due_on: Day
  full_reappraisal_reason: string | null
  decided_by: string | null
  paper: string | null
  version: number
}

export interface AwardBranchRow {
  award_id: string
  branch_id: string
  joined_on: Day
  left_on: Day | null
}

export interface AwardChangeRow {
  id: string
  award_id: string
  number: number
  move: string
  to_status: string
  from_day: Day
  valid_to: Day | null
  at: Instant
  reason: string | null
}

export interface ManualReminderRow {
  award_id: string
  day: Day
  sent_by: string
  sent_at: Instant
}

export interface ApplicationRow {
  id: string
  number: string
  organisation_id: string
  framework_version_id: string
  round_id: string | null
  award_id: string | null
  kind: string
  status: string
  status_before: string | null
  status_since: Instant
  summary: string
  may_be_shared: YesNo
  contacts_confirmed_at: Instant | null
  until: Day | null
  reasons: string | null
  items_asked: string
  submitted_at: Instant | null
  decision_letter_released_at: Instant | null
  started_by: string
  started_at: Instant
  previous_application_id: string | null
  unchanged_confirmed_at: Instant | null
  panel_reason: string | null
  version: number
}

export interface ApplicationBranchRow {
  application_id: string
  branch_id: string
}

export interface AnswerRow {
  id: string
  application_id: string
  item_id: string
  narrative: string
  own_rating: string | null
  written_by: string | null
  written_at: Instant
  version: number
}

export interface AnswerEvidenceRow {
  answer_id: string
  evidence_id: string
  attached_at: Instant
}

export interface SubmissionRow {
  id: string
  application_id: string
  number: number
  receipt: string
  submitted_by: string
  submitted_at: Instant
  sha256: string
  manifest: string
}

export interface SubmissionPartRow {
  submission_id: string
  name: string
  position: number
  salt: string | null
  content: string | null
}

export interface SubmissionEvidenceRow {
  submission_id: string
  evidence_id: string
}

export interface DeclarationRow {
  id: string
  application_id: string
  person_id: string
  says: string
  reason: string | null
  independent: number | null
  made_at: Instant
}

export interface SeatRow {
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
  answered_at: Instant | null
  set_aside_at: Instant | null
  version: number
}

export interface FindingRow {
  id: string
  seat_id: string
  item_id: string
  judgement: string | null
  reason: string
  commendation: string
  private_note: string
  written_at: Instant
  given_at: Instant | null
  version: number
}

export interface QuestionRow {
  id: string
  application_id: string
  item_id: string
  asked_by: string
  body: string
  reply_by: Day
  status: string
  asked_at: Instant
  closed_at: Instant | null
  reply: string | null
  replied_by: string | null
  replied_at: Instant | null
  version: number
}

export interface ReplyEvidenceRow {
  question_id: string
  evidence_id: string
}

export interface AgreedFindingRow {
  id: string
  application_id: string
  item_id: string
  judgement: string
  reason: string
  recorded_by: string
  recorded_at: Instant
  version: number
}

export interface ProposalRow {
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

export interface DecisionRow {
  id: string
  application_id: string
  proposal_id: string | null
  outcome: string
  decision_letter: string
  decided_by: string
  decided_at: Instant
  release_at: Instant | null
  released_at: Instant | null
  released_by: string | null
  reversed_at: Instant | null
}

export interface TermRow {
  id: string
  award_id: string
  number: number
  framework_version_id: string
  application_id: string | null
  anchor: Day
  starts_on: Day
  ends_on: Day
  months: number
  settings: string
}

export interface RecommendationRow {
  id: string
  organisation_id: string
  application_id: string
  proposal_id: string | null
  award_id: string | null
  item_id: string | null
  kind: string
  body: string
  owner: string
  due_on: Day | null
  status: string
  status_since: Instant | null
  made_at: Instant
  version: number
}

export interface RecommendationNoteRow {
  id: string
  recommendation_id: string
  says: string
  body: string
  written_by: string
  written_at: Instant
}

export interface EventRow {
  sequence: number
  id: string
  at: Instant
  actor: string
  person_id: string | null
  name: string
  entity: string
  entity_id: string
  organisation_id: string | null
  application_id: string | null
  facts: string
}

export interface AccessLogRow {
  sequence: number
  at: Instant
  person_id: string
  what: string
  entity_id: string
  evidence_id: string | null
  organisation_id: string | null
  application_id: string | null
}

export interface OutboxRow {
  id: string
  name: string
  person_id: string | null
  address: string
  language: string
  entity: string
  entity_id: string
  application_id: string | null
  subject: string | null
  body: string | null
  status: string
  not_sent_reason: string | null
  queued_at: Instant
  next_try_at: Instant
  tries: number
  resent: number
  lease_until: Instant | null
  lease_generation: number
  sent_at: Instant | null
  failure: string | null
  digest_key: string | null
}

export interface ReminderRow {
  id: string
  kind: string
  entity_id: string
  about: Day
  step: number
  recipient_id: string
  recipient: string
  organisation_id: string
  application_id: string | null
  due_on: Day
  status: string
  not_sent_reason: string | null
  email_id: string | null
  planned_at: Instant
  closed_at: Instant | null
}

export interface ReminderMorningRow {
  morning: Day
  status: string
  people: number
  reason: string | null
  started_at: Instant
  released_by: string | null
  ended_at: Instant | null
}

export interface ReminderUnwantedRow {
  person_id: string
  kind: string
  since: Instant
}

export interface JobLeaseRow {
  job: string
  generation: number
  lease_until: Instant
  last_started_at: Instant | null
  last_ended_at: Instant | null
}

export interface SettingRow {
  name: string
  value: string
}
