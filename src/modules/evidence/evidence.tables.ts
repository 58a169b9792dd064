import type { TableDescriptions, YesNo } from '../../db/tables.ts'
import type { Day, Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    evidence: {
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
      /** the day when removed evidence is erased */
      erase_on?: Day | null
      erased_at?: Instant | null
      version: number
      to_complete: YesNo
      shows_people: number | null
      panel_until: Day | null
      council_until: Day | null
      /** 1 while the evidence is hidden because someone withdrew their consent for the panel */
      consent_withdrawn: YesNo
      distressing?: YesNo
    }
    evidence_branches: {
      evidence_id: string
      branch_id: string
    }
    evidence_items: {
      evidence_id: string
      item_id: string
    }
    evidence_files: {
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
      /** the day when a removed file is erased; null for a file that is not removed, or is in a submission or reply */
      erase_on?: Day | null
      redacts_file_id?: string | null
      to_redact_at?: Instant | null
      redaction?: string | null
      caption: string
      alternative: string
      pages: number | null
      drawn: number | null
      /** the day of the last check of the stored file */
      checked_on?: Day | null
      /** whether that check found the file damaged or missing */
      damaged?: YesNo
    }
    evidence_previews: {
      id: string
      file_id: string
      page: number
      scale: string
      size: number
      sha256: string
      made_at: Instant
      checked_on?: Day | null
      damaged?: YesNo
    }
    evidence_links: {
      id: string
      evidence_id: string
      address: string
      seen_on: Day
      added_at: Instant
    }
    evidence_notes: {
      id: string
      evidence_id: string
      body: string
      written_by: string
      written_at: Instant
    }
    consents: {
      id: string
      evidence_id: string
      person: string
      guardian: string | null
      for_panel: YesNo
      for_charity: YesNo
      for_council: YesNo
      for_public: YesNo
      language: string
      wording: string
      held_by: string
      held_where: string
      given_on: Day
      expires_on: Day | null
      recorded_by: string
      recorded_at: Instant
      withdrawn_at: Instant | null
      withdrawn_by: string | null
    }
    held_files: {
      id: string
      person_id: string
      organisation_id: string
      name: string
      type: string
      size: number
      sha256: string
      held_at: Instant
      properties?: string
    }
    upload_links: {
      id: string
      organisation_id: string
      branch_id: string
      token_hash: string
      made_by: string
      made_at: Instant
      ends_on: Day
      ended_at: Instant | null
      ended_by: string | null
    }
    inbox_items: {
      id: string
      link_id: string
      organisation_id: string
      branch_id: string
      words: string
      sender: string
      people: string
      arrived_at: Instant
      emailed_at: Instant | null
    }
    inbox_files: {
      id: string
      inbox_item_id: string
      name: string
      type: string
      size: number
      sha256: string
      state: string
      scanned_by: string | null
      scanned_at: Instant | null
      uploaded_at: Instant
      properties?: string
      drawn: number | null
      small_id: string | null
      small_size: number | null
      small_sha256: string | null
      checked_on?: Day | null
      damaged?: YesNo
    }
    evidence_index: { place: number; evidence_id: string; folding: number }
    /** The column `place` exists only on PostgreSQL. The full-text table of SQLite has a rowid instead. */
    evidence_words: { place: number }
    partners: {
      id: string
      organisation_id: string
      name: string
      name_key: string
      language: string
      english_name: string
      kind: string
      place: string
      since: Day
      until: Day | null
      agreed: string
      contact: string
      added_at: Instant
      removed_at: Instant | null
      version: number
    }
    partner_activities: {
      id: string
      partner_id: string
      title: string
      from_day: Day
      to_day: Day | null
      version: number
    }
    partner_evidence: {
      partner_id: string
      evidence_id: string
      attached_at: Instant
    }
    personal_data_answers: {
      id: string
      evidence_id: string | null
      partner_id: string | null
      kinds: string
      answer: string
      reason: string
      answered_by: string
      answered_at: Instant
    }
    recurring_evidence: {
      id: string
      organisation_id: string
      title: string
      what: string
      kind: string | null
      branch_id: string | null
      every: string
      anchor_on: Day
      anchor_number: number
      next_number: number
      next_due: Day
      due_since: Instant
      asked_id: string
      set_up_at: Instant
      ended_at: Instant | null
      version: number
    }
    recurring_items: {
      recurring_id: string
      item_id: string
    }
    occurrences: {
      recurring_id: string
      occurrence: number
      due_on: Day
      period_from: Day
      period_to: Day
      state: string
      reason: string | null
      closed_by: string
      closed_at: Instant
    }
    occurrence_evidence: {
      recurring_id: string
      occurrence: number
      evidence_id: string
      attached_at: Instant
    }
    redactions: {
      id: string
      file_id: string
      evidence_id: string
      name: string
      areas: string
      readable?: string
      pages: number | null
      pages_made: number
      failed: string | null
      asked_by: string
      asked_at: Instant
      lease_until: Instant | null
      lease_generation: number
    }
    /** a change to several items of evidence; its items are rows of `bulk_change_items` */
    bulk_changes: {
      id: string
      organisation_id: string
      started_by: string
      started_at: Instant
      ended_at: Instant | null
      undone_by: string | null
      undone_at: Instant | null
      kind: string
      /** the new owner */
      owner_id: string | null
      /** the ids of the criteria to add, or of the new branches, as JSON */
      tags: string
      status: string
      lease_until: Instant | null
      lease_generation: number
    }
    bulk_change_items: {
      change_id: string
      evidence_id: string
      number: number
      /** the version of the evidence when the person chose the change */
      version_seen: number
      version_after: number | null
      owner_before: string | null
      /** the ids of the criteria or branches before the change, as JSON */
      tags_before: string | null
      to_complete_before: YesNo
      /** null until the item has been changed or left out */
      result: string | null
      undo_result: string | null
    }
    unredacted_views: {
      id: string
      file_id: string
      evidence_id: string
      application_id: string | null
      person_id: string
      reason: string
      opened_at: Instant
    }
  }
}

export const evidenceTables = {
  evidence: { organisation: ['organisation_id'], person: ['owner_id'], text: ['title', 'summary'], kept: 'evidence' },
  evidence_branches: { kept: 'evidence' },
  evidence_items: { kept: 'evidence' },
  evidence_files: {
    person: ['uploaded_by'],
    text: ['name', 'caption', 'alternative'],
    written: ['redaction'],
    file: ['id', 'replaces_id', 'redacts_file_id'],
    kept: 'evidence',
  },
  evidence_previews: { file: ['id', 'file_id'], kept: 'evidence' },
  evidence_links: { text: ['address'], kept: 'evidence' },
  evidence_notes: { person: ['written_by'], text: ['body'], kept: 'evidence' },
  consents: {
    person: ['recorded_by', 'withdrawn_by'],
    text: ['person', 'guardian', 'wording', 'held_by', 'held_where'],
    kept: 'consent',
  },
  held_files: {
    organisation: ['organisation_id'],
    person: ['person_id'],
    text: ['name'],
    written: ['properties'],
    file: ['id'],
    kept: 'until sorted',
  },
  upload_links: { organisation: ['organisation_id'], person: ['made_by', 'ended_by'], kept: 'organisation' },
  inbox_items: {
    organisation: ['organisation_id'],
    text: ['words', 'sender'],
    kept: 'until sorted',
  },
  inbox_files: { text: ['name'], written: ['properties'], file: ['id', 'small_id'], kept: 'until sorted' },
  evidence_index: { kept: 'evidence' },
  evidence_words: { kept: 'evidence' },
  partners: {
    organisation: ['organisation_id'],
    text: ['name', 'name_key', 'english_name', 'place', 'agreed', 'contact'],
    kept: 'organisation',
  },
  partner_activities: { text: ['title'], kept: 'organisation' },
  partner_evidence: { kept: 'evidence' },
  personal_data_answers: { person: ['answered_by'], text: ['reason'], written: ['kinds'], kept: 'consent' },
  recurring_evidence: {
    organisation: ['organisation_id'],
    person: ['asked_id'],
    text: ['title', 'what'],
    kept: 'evidence',
  },
  recurring_items: { kept: 'evidence' },
  occurrences: { person: ['closed_by'], text: ['reason'], kept: 'evidence' },
  occurrence_evidence: { kept: 'evidence' },
  redactions: { person: ['asked_by'], written: ['name', 'areas', 'readable'], file: ['file_id'], kept: 'until sorted' },
  bulk_changes: {
    organisation: ['organisation_id'],
    person: ['started_by', 'undone_by', 'owner_id'],
    written: ['tags'],
    kept: 'until sorted',
  },
  bulk_change_items: { person: ['owner_before'], written: ['tags_before'], kept: 'until sorted' },
  unredacted_views: { person: ['person_id'], text: ['reason'], file: ['file_id'], kept: 'consent' },
} satisfies TableDescriptions<
  | 'evidence'
  | 'evidence_branches'
  | 'evidence_items'
  | 'evidence_files'
  | 'evidence_previews'
  | 'evidence_links'
  | 'evidence_notes'
  | 'consents'
  | 'held_files'
  | 'upload_links'
  | 'inbox_items'
  | 'inbox_files'
  | 'evidence_index'
  | 'evidence_words'
  | 'partners'
  | 'partner_activities'
  | 'partner_evidence'
  | 'personal_data_answers'
  | 'recurring_evidence'
  | 'recurring_items'
  | 'occurrences'
  | 'occurrence_evidence'
  | 'redactions'
  | 'bulk_changes'
  | 'bulk_change_items'
  | 'unredacted_views'
>
