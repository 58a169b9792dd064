import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    applications: {
      id: string
      number: string
      organisation_id: string
      stream_id: string
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
      coordinator_id: string | null
      version: number
    }
    application_branches: {
      application_id: string
      branch_id: string
    }
    application_partners: {
      application_id: string
      item_id: string
      partner_id: string
      attached_at: Instant
    }
    answers: {
      id: string
      application_id: string
      item_id: string
      narrative: string
      own_rating: string | null
      written_by: string | null
      written_at: Instant
      carried?: YesNo
      version: number
    }
    answer_evidence: {
      answer_id: string
      evidence_id: string
      attached_at: Instant
    }
    assignments: {
      id: string
      application_id: string
      item_id: string
      person_id: string
      due_on: Day | null
      status: string
      status_since: Instant
      assigned_by: string
      assigned_at: Instant
      version: number
    }
    comments: {
      id: string
      application_id: string
      item_id: string
      body: string
      written_by: string
      written_at: Instant
      edited_at: Instant | null
      from_author?: string | null
      fingerprint?: string | null
      version: number
    }
    comment_mentions: {
      id: string
      comment_id: string
      person_id: string
      mentioned_on: Day
    }
    word_imports: {
      id: string
      application_id: string
      person_id: string
      downloaded_at: Instant
      made_at: Instant
      contents: string
    }
    sign_offs: {
      id: string
      application_id: string
      asked_by: string
      asked_at: Instant
      signed_by: string | null
      signed_at: Instant | null
      changed_at: Instant | null
      seen: string | null
    }
    targets: {
      id: string
      organisation_id: string
      body: string
      owner_id: string
      due_on: Day
      status: string
      progress: string
      progress_at: Instant | null
      progress_by: string | null
      made_by: string
      made_at: Instant
      version: number
    }
    endorsements: {
      id: string
      application_id: string
      group_name: string
      email: string
      /** the text that the endorsement link shows, as JSON */
      shared: string
      asked_by: string
      asked_at: Instant
      cancelled_at: Instant | null
      answered_at: Instant | null
      answer: string | null
      name: string | null
      role: string | null
      words: string | null
    }
    pledges: {
      application_id: string
      signed_by: string
      role: string
      signed_on: Day
      wording: string
      saved_by: string
      saved_at: Instant
      version: number
    }
    submissions: {
      id: string
      application_id: string
      number: number
      receipt: string
      submitted_by: string
      submitted_at: Instant
      sha256: string
      manifest: string
    }
    submission_parts: {
      submission_id: string
      name: string
      position: number
      salt: string | null
      content: string | null
    }
    submission_evidence: {
      submission_id: string
      evidence_id: string
    }
    questions: {
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
      kept_reason: string
      replied_by: string | null
      replied_at: Instant | null
      version: number
    }
    reply_evidence: {
      question_id: string
      evidence_id: string
    }
    recommendations: {
      id: string
      organisation_id: string
      application_id: string
      proposal_id: string | null
      decision_id: string | null
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
    move_reasons: {
      id: string
      application_id: string
      move: string
      body: string
      items: string
      until: Day | null
      made_by: string
      made_at: Instant
    }
    councillor_pages: {
      application_id: string
      costs: string
      hours_to_apply: number | null
      hours_to_renew: number | null
      paid_from: string
      request: string
      numbers: string
      period: string
      contact: string
      saved_by: string
      saved_at: Instant
      version: number
    }
    councillor_quotes: {
      application_id: string
      place: number
      evidence_id: string
      words: string
      who: string
    }
    recommendation_notes: {
      id: string
      recommendation_id: string
      says: string
      body: string
      written_by: string
      written_at: Instant
    }
  }
}

export const applicationsTables = {
  applications: {
    organisation: ['organisation_id'],
    person: ['started_by', 'coordinator_id'],
    text: ['summary', 'reasons', 'panel_reason'],
    written: ['items_asked'],
    kept: 'application',
  },
  application_branches: { kept: 'application' },
  application_partners: { kept: 'application' },
  answers: { person: ['written_by'], text: ['narrative'], kept: 'application' },
  answer_evidence: { kept: 'application' },
  assignments: { person: ['person_id', 'assigned_by'], kept: 'application' },
  comments: { person: ['written_by'], text: ['body', 'from_author'], kept: 'application' },
  comment_mentions: { person: ['person_id'], kept: 'application' },
  word_imports: { person: ['person_id'], text: ['contents'], kept: 'until sorted' },
  sign_offs: { person: ['asked_by', 'signed_by'], text: ['seen'], kept: 'application' },
  targets: {
    organisation: ['organisation_id'],
    person: ['owner_id', 'progress_by', 'made_by'],
    text: ['body', 'progress'],
    kept: 'organisation',
  },
  endorsements: {
    person: ['asked_by'],
    text: ['group_name', 'email', 'shared', 'name', 'role', 'words'],
    kept: 'application',
  },
  pledges: { person: ['saved_by'], text: ['signed_by', 'role', 'wording'], kept: 'application' },
  submissions: { person: ['submitted_by'], written: ['manifest'], kept: 'award' },
  submission_parts: { text: ['content'], kept: 'application' },
  submission_evidence: { kept: 'application' },
  questions: { person: ['asked_by', 'replied_by'], text: ['body', 'reply', 'kept_reason'], kept: 'application' },
  reply_evidence: { kept: 'application' },
  move_reasons: { person: ['made_by'], text: ['body'], written: ['items'], kept: 'application' },
  recommendations: { organisation: ['organisation_id'], text: ['body', 'owner'], kept: 'application' },
  councillor_pages: {
    person: ['saved_by'],
    text: ['costs', 'paid_from', 'request', 'numbers', 'period', 'contact'],
    kept: 'application',
  },
  councillor_quotes: { text: ['words', 'who'], kept: 'evidence' },
  recommendation_notes: { person: ['written_by'], text: ['body'], kept: 'application' },
} satisfies TableDescriptions<
  | 'applications'
  | 'application_branches'
  | 'application_partners'
  | 'answers'
  | 'answer_evidence'
  | 'assignments'
  | 'comments'
  | 'comment_mentions'
  | 'word_imports'
  | 'sign_offs'
  | 'targets'
  | 'endorsements'
  | 'pledges'
  | 'submissions'
  | 'submission_parts'
  | 'submission_evidence'
  | 'questions'
  | 'reply_evidence'
  | 'move_reasons'
  | 'recommendations'
  | 'councillor_pages'
  | 'councillor_quotes'
  | 'recommendation_notes'
>
