import type { PersonalDataAnswerRow, HeldFileRow, UnredactedOpeningRow } from './redaction-rows.ts'
import type { InboxFileRow, UploadLinkRow, InboxItemRow } from './capture-rows.ts'
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
  ManualReminderRow,
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
  IdempotencyKeyRow,
  FrameworkRow,
  FrameworkVersionRow,
  InvitationRow,
  JobLeaseRow,
  LimitCounterRow,
  EmailTokenRow,
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
import type { OccurrenceEvidenceRow, RecurringItemRow, RecurringEvidenceRow, OccurrenceRow } from './recurrence-rows.ts'

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
    email_tokens: EmailTokenRow
    limit_counters: LimitCounterRow
    idempotency_keys: IdempotencyKeyRow
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
    upload_links: UploadLinkRow
    inbox_items: InboxItemRow
    inbox_files: InboxFileRow
    held_files: HeldFileRow
    personal_data_answers: PersonalDataAnswerRow
    unredacted_views: UnredactedOpeningRow
    evidence_notes: EvidenceNoteRow
    evidence_index: { place: number; evidence_id: string; folding: number }
    /** PostgreSQL's kind; that of SQLite has a rowid */
    evidence_words: { place: number }
    consents: ConsentRow
    partners: PartnerRow
    partner_activities: PartnerActivityRow
    partner_evidence: PartnerEvidenceRow
    application_partners: ApplicationPartnerRow
    recurring_evidence: RecurringEvidenceRow
    recurring_items: RecurringItemRow
    occurrences: OccurrenceRow
    occurrence_evidence: OccurrenceEvidenceRow
    awards: AwardRow
    award_branches: AwardBranchRow
    award_changes: AwardChangeRow
    manual_reminders: ManualReminderRow
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
    reminder_opt_outs: ReminderUnwantedRow
    job_leases: JobLeaseRow
    settings: SettingRow
  }
}
