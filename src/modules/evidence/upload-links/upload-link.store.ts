import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { worksOn, type UploadLinkHeld } from '../../../domain/upload-link.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { hashOfToken } from '../../../email/tokens.ts'

/** An upload link as leads see it. */
export interface UploadLink extends UploadLinkHeld {
  id: string
  branchId: string
  branch: string
  branchClosedOn: Day | null
  maker: string
  madeAt: Instant
  endsOn: Day
  endedAt: Instant | null
}
/** A working link as its users see it. */
export interface OpenLink {
  id: string
  organisationId: string
  organisation: string
  branchId: string
  branch: string
  endsOn: Day
  endedAt: Instant | null
}

/** A hundred random bits, in groups that are easy to type from a poster. */
export const newSecret = (): string => newId().match(/.{4}/g)!.join('-')

/**
 * Normalises a typed secret: ignores case, spaces and dashes, and reads 0 and 1 as letters, because secrets never
 * contain them. Null for other text.
 */
function readSecret(typed: string): string | null {
  const characters = typed
    .toLowerCase()
    .replace(/[\s\-‐‑–]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
  return looksLikeId(characters) ? characters : null
}

export async function insertLink(
  trx: Tx,
  row: { id: string; organisation_id: string; branch_id: string; made_by: string; made_at: Instant; ends_on: Day },
  secret: string,
): Promise<void> {
  await trx('upload_links').insert({
    ...row,
    token_hash: hashOfToken(readSecret(secret)!),
    ended_at: null,
    ended_by: null,
  })
}

/** The maximum number of links on a page. */
const mostLinks = 200

/** The links of a library: those that work today, then those that have ended, newest first; at most `mostLinks`. */
export const linksOf = withKeptSql((db: Db | Tx, organisationId: string, today: Day): Lookup<UploadLink[]> =>
  lookup<UploadLink, UploadLink[]>(
    () =>
      db('upload_links')
        .join('branches', 'branches.id', 'upload_links.branch_id')
        .join('people', 'people.id', 'upload_links.made_by')
        .where('upload_links.organisation_id', organisationId)
        .orderByRaw('case when upload_links.ended_at is null and upload_links.ends_on >= ? then 0 else 1 end', [today])
        .orderBy([
          { column: 'upload_links.made_at', order: 'desc' },
          { column: 'upload_links.id', order: 'desc' },
        ])
        .limit(mostLinks)
        .select(
          'upload_links.id',
          'branches.id as branchId',
          'branches.name as branch',
          'branches.closed_on as branchClosedOn',
          'people.name as maker',
          'upload_links.made_at as madeAt',
          'upload_links.ends_on as endsOn',
          'upload_links.ended_at as endedAt',
        ),
    ['id', 'branchId', 'branch', 'branchClosedOn', 'maker', 'madeAt', 'endsOn', 'endedAt'],
    rows => rows,
  ),
)

/** @returns false when the link had ended already or belongs to another library */
export async function endLink(
  trx: Tx,
  organisation: { id: string },
  id: string,
  ended: { by: string; at: Instant },
): Promise<boolean> {
  if (!looksLikeId(id)) return false
  return (
    (await trx('upload_links')
      .where({ id, organisation_id: organisation.id, ended_at: null })
      .update({ ended_at: ended.at, ended_by: ended.by })) > 0
  )
}

/**
 * @returns the link, with the name of its branch
 * @throws NotFound for an unknown link, and for a link of another library
 */
export async function findLink(db: Db | Tx, organisation: { id: string }, id: string): Promise<LinkAtBranch> {
  const link = looksLikeId(id) ? await runLookup(db, linkWithId(db, organisation.id, id)) : null
  if (!link) throw new NotFound()
  return link
}

export type LinkAtBranch = Pick<UploadLink, 'id' | 'branch' | 'maker' | 'madeAt' | 'endsOn'>

const linkWithId = withKeptSql((db: Db | Tx, organisationId: string, id: string): Lookup<LinkAtBranch | null> =>
  lookup<LinkAtBranch, LinkAtBranch | null>(
    () =>
      db('upload_links')
        .join('branches', 'branches.id', 'upload_links.branch_id')
        .join('people', 'people.id', 'upload_links.made_by')
        .where('upload_links.id', id)
        .where('upload_links.organisation_id', organisationId)
        .select(
          'upload_links.id',
          'branches.name as branch',
          'people.name as maker',
          'upload_links.made_at as madeAt',
          'upload_links.ends_on as endsOn',
        ),
    ['id', 'branch', 'maker', 'madeAt', 'endsOn'],
    ([link]) => link ?? null,
  ),
)

/**
 * Finds a link by its secret, as typed. A closed branch's link works until it ends, so that its staff can still send
 * the evidence they have.
 * @throws NotFound for a link that is unknown, has expired or was ended, and while its organisation is closed
 */
export async function openLink(db: Db | Tx, typed: string, today: Day): Promise<OpenLink> {
  const secret = readSecret(typed)
  const link =
    secret === null
      ? undefined
      : await db('upload_links')
          .join('branches', 'branches.id', 'upload_links.branch_id')
          .join('organisations', 'organisations.id', 'upload_links.organisation_id')
          .where('upload_links.token_hash', hashOfToken(secret))
          .whereNull('organisations.closed_at')
          .first<OpenLink | undefined>(
            'upload_links.id',
            'organisations.id as organisationId',
            'organisations.name as organisation',
            'branches.id as branchId',
            'branches.name as branch',
            'upload_links.ends_on as endsOn',
            'upload_links.ended_at as endedAt',
          )
  if (!link || !worksOn(link, today)) throw new NotFound()
  return link
}
