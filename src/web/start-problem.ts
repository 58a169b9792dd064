import { BadSettings } from '../config.ts'

const damaged = 'The database file is damaged. Keep a copy of it, then restore the newest backup: see docs/operating.md'
const notOurs = 'Make the user who runs the service the owner of DATA_DIR and everything in it'
const full = 'The disk is full. Free some space, then start again'
const noDatabase = 'Check DATABASE_URL, and that the database server is running'

/** Advice about an error at start, by the code that Node, SQLite or PostgreSQL gives it. */
const advice: Record<string, string> = {
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_BUSY: 'Another program is using the database. Stop it, then start again',
  SQLITE_CANTOPEN: notOurs,
  SQLITE_READONLY: notOurs,
  EACCES: `${notOurs}. If the error is about a port, choose a PORT above 1023`,
  EPERM: notOurs,
  EROFS: 'The disk of DATA_DIR is read-only. Mount it for writing',
  SQLITE_FULL: full,
  ENOSPC: full,
  EADDRINUSE: 'Another program is using this port, or the service is already running. Stop it, or choose another PORT',
  ECONNREFUSED: noDatabase,
  ENOTFOUND: noDatabase,
  ETIMEDOUT: noDatabase,
  '28P01': 'Check the user name and password in DATABASE_URL',
  '3D000':
    'Create the database: ' +
    'createdb --owner=(the user in DATABASE_URL) --template=template0 --encoding=UTF8 --locale=C (its name)',
  '42501': 'Make the user in DATABASE_URL the owner of the database',
}

/** Why a process did not start, and what to do about it. */
export function startProblem(what: string, problem: unknown): string {
  if (problem instanceof BadSettings) return problem.message
  const message = problem instanceof Error ? problem.message : String(problem)
  const todo = advice[String(Object(problem).code)]
  return `${what}: ${message}${todo ? `. ${todo}` : ''}.`
}
