import type { Request, Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { NotFound, TooMany } from '../../../domain/refusals.ts'
import { reportLimits, reportsIn, type Report } from '../../../email/delivery-report.ts'
import type { Parts } from '../../../parts.ts'
import { BodyBroken } from '../../../web/body-refusals.ts'
import { countOne, networkOf, type Limit } from '../../../web/limits.ts'
import { programRoute, post, type Route } from '../../../web/routes.ts'
import { recordBounces } from './bounce.actions.ts'
import { isSigned, reportsOfJson } from './bounce.forms.ts'

/** The limit for wrong signatures from one network. */
const wrongSignatures: Limit = { name: 'bounce signature', most: 60, seconds: 3_600 }

/**
 * Accepts bounce reports that are signed with BOUNCE_WEBHOOK_SECRET. They need no idempotency key, because a repeated
 * report changes nothing.
 */
export const bounceRoutes = (parts: Parts): Route[] => [
  programRoute(
    post('/webhooks/bounces', 'a token', async (req, res) => {
      const { bounceSecret } = parts.config
      if (bounceSecret === null) throw new NotFound()
      const body = await bodyOf(req)
      if (body === null) return sendError(res, 413, 'too large')
      const signed = { timestamp: header(req, 'x-timestamp'), signature: header(req, 'x-signature'), body }
      if (!isSigned(bounceSecret, signed, parts.clock.now())) return refuse(parts, req, res)
      const reports = await reportsOf(req, body)
      if (reports === 'not JSON') return sendError(res, 400, 'not JSON')
      if (reports === null) return sendError(res, 422, 'not a list of bounces')
      const recorded = await recordBounces(parts, reports)
      res.json({ reports: reports.length, recorded })
    }),
  ),
]

const sendError = (res: Response, status: number, error: string): void =>
  void res.status(status).set('Connection', 'close').json({ error })

async function refuse({ write, clock }: Parts, req: Request, res: Response): Promise<void> {
  const counted = await write(theService, ({ trx }) =>
    countOne(trx, wrongSignatures, networkOf(req.ip), clock.now()),
  ).catch((problem: unknown) => {
    if (problem instanceof TooMany) return problem
    throw problem
  })
  if (counted instanceof TooMany) res.set('Retry-After', String(counted.seconds))
  res.status(counted instanceof TooMany ? 429 : 401).end()
}

const header = (req: Request, name: string): string => {
  const value = req.headers[name]
  return typeof value === 'string' ? value : ''
}

/**
 * The bytes of the body; null when it is too large. The rest of such a body is not read.
 * @throws BodyBroken when the request ends before its body is complete
 */
async function bodyOf(req: Request): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > reportLimits.fileBytes) return null
      chunks.push(chunk)
    }
  } catch {
    throw new BodyBroken()
  }
  return Buffer.concat(chunks)
}

/**
 * Parses JSON, or delivery reports as mail servers send them: one message, or an mbox file.
 * @returns `not JSON` for a body that cannot be parsed as JSON; null for JSON that is not a list of bounces
 */
async function reportsOf(req: Request, body: Buffer): Promise<Report[] | 'not JSON' | null> {
  if (req.is('message/rfc822') || req.is('application/mbox')) return reportsIn(body)
  try {
    return reportsOfJson(JSON.parse(body.toString()))
  } catch {
    return 'not JSON'
  }
}
