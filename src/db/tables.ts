import type { HarmAnswerRow, HeldFileRow, UnredactedOpeningRow } from './redaction-rows.ts'
import type { CaptureFileRow, CaptureLinkRow, CaptureRow } from './capture-rows.ts'
import type { ConsentRow } from './consent-row.ts'
import type {
  AccessLogRow,
  AgreedFindingRow,
  AnswerEvidenceRow,
  AnswerRow,
  ApplicationBranchRow,
  ApplicationRow,
  AwardBranchRow,
  AwardChangeRow,
  AwardNudgeRow,
  AwardRow,
  BranchRow,
  CharityRoleRow,
  DecisionRow,
  DeclarationRow,
  DenialRow,
  EventRow,
  EvidenceBranchRow,
  EvidenceFileRow,
  EvidenceItemRow,
  EvidenceLinkRow,
  EvidenceNoteRow,
  EvidenceRow,
  FindingRow,
  FormDoneRow,
  FrameworkRow,
  FrameworkVersionRow,
  InvitationRow,
  JobLeaseRow,
  LimitCounterRow,
  MailedTokenRow,
  MembershipRow,
  OrganisationRow,
  OutboxRow,
  PersonRow,
  ProposalRow,
  QuestionRow,
  RecommendationNoteRow,
  RecommendationRow,
  ReminderMorningRow,
  ReminderRow,
  ReminderUnwantedRow,
  ReplyEvidenceRow,
  RoundRow,
  SeatRow,
  SessionRow,
  SettingRow,
  SignInRow,
  SubmissionEvidenceRow,
  SubmissionPartRow,
  SubmissionRow,
  TermRow,
} from './rows.ts'
import type { ApplicationPartnerRow, PartnerActivityRow, PartnerEvidenceRow, PartnerRow } from './partner-rows.ts'
import type { EvidencePreviewRow } from './preview-rows.ts'
import type { RecurrenceEvidenceRow, RecurrenceItemRow, RecurrenceRow, RecurrenceTurnRow } from './recurrence-rows.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    people: PersonRow
    organisations: OrganisationRow
    branches: BranchRow
    memberships: MembershipRow
    charity_roles: CharityRoleRow
    invitations: InvitationRow
    sign_ins: SignInRow
    sessions: SessionRow
    mailed_tokens: MailedTokenRow
    limit_counters: LimitCounterRow
    forms_done: FormDoneRow
    denials: DenialRow
    frameworks: FrameworkRow
    framework_versions: FrameworkVersionRow
    rounds: RoundRow
    evidence: EvidenceRow
    evidence_branches: EvidenceBranchRow
    evidence_items: EvidenceItemRow
    evidence_files: EvidenceFileRow
    evidence_previews: EvidencePreviewRow
    evidence_links: EvidenceLinkRow
    capture_links: CaptureLinkRow
    captures: CaptureRow
    capture_files: CaptureFileRow
    held_files: HeldFileRow
    harm_answers: HarmAnswerRow
    unredacted_openings: UnredactedOpeningRow
    evidence_notes: EvidenceNoteRow
    evidence_index: { place: number; evidence_id: string; folding: number }
    /** PostgreSQL's kind; that of SQLite has a rowid */
    evidence_words: { place: number }
    consents: ConsentRow
    partners: PartnerRow
    partner_activities: PartnerActivityRow
    partner_evidence: PartnerEvidenceRow
    application_partners: ApplicationPartnerRow
    recurrences: RecurrenceRow
    recurrence_items: RecurrenceItemRow
    recurrence_turns: RecurrenceTurnRow
    recurrence_evidence: RecurrenceEvidenceRow
    awards: AwardRow
    award_branches: AwardBranchRow
    award_changes: AwardChangeRow
    award_nudges: AwardNudgeRow
    applications: ApplicationRow
    application_branches: ApplicationBranchRow
    answers: AnswerRow
    answer_evidence: AnswerEvidenceRow
    submissions: SubmissionRow
    submission_parts: SubmissionPartRow
    submission_evidence: SubmissionEvidenceRow
    declarations: DeclarationRow
    seats: SeatRow
    findings: FindingRow
    questions: QuestionRow
    reply_evidence: ReplyEvidenceRow
    agreed_findings: AgreedFindingRow
    proposals: ProposalRow
    decisions: DecisionRow
    terms: TermRow
    recommendations: RecommendationRow
    recommendation_notes: RecommendationNoteRow
    events: EventRow
    access_log: AccessLogRow
    outbox: OutboxRow
    reminders: ReminderRow
    reminder_mornings: ReminderMorningRow
    reminders_unwanted: ReminderUnwantedRow
    job_leases: JobLeaseRow
    settings: SettingRow
  }
}
