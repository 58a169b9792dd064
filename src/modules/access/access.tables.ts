import type { TableDescriptions } from '../../db/tables.ts'
import type { Instant } from '../../domain/time.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    people: {
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
    charity_roles: {
      id: string
      person_id: string
      role: string
      started_at: Instant
      ended_at: Instant | null
    }
    memberships: {
      id: string
      person_id: string
      organisation_id: string
      role: string
      started_at: Instant
      ended_at: Instant | null
    }
    invitations: {
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
    sign_ins: {
      id: string
      person_id: string
      started_at: Instant
      last_seen_at: Instant
      ended_at: Instant | null
      end_reason: string | null
      browser: string | null
    }
    sessions: {
      id_hash: string
      data: string
      saved_at: Instant
      expires_at: Instant
    }
  }
}

export const accessTables = {
  people: { person: ['id'], text: ['name', 'email', 'email_key'], written: ['password_hash'], kept: 'account' },
  charity_roles: { person: ['person_id'], kept: 'account' },
  memberships: { organisation: ['organisation_id'], person: ['person_id'], kept: 'account' },
  invitations: {
    organisation: ['organisation_id'],
    person: ['invited_by', 'accepted_by'],
    text: ['name', 'email'],
    kept: 'account',
  },
  sign_ins: { person: ['person_id'], text: ['browser'], kept: 'session' },
  sessions: { written: ['data'], kept: 'session' },
} satisfies TableDescriptions<'people' | 'charity_roles' | 'memberships' | 'invitations' | 'sign_ins' | 'sessions'>
