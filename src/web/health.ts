import { Router } from 'express'
import { fewestBytes, type ServiceProblem } from '../domain/service-problems.ts'
import type { Parts } from '../parts.ts'

interface Health {
  isReady: () => boolean
  /** the parts that do not work; fails when the database cannot be read */
  degradedParts: () => Promise<(ServiceProblem | 'clock')[]>
}

/**
 * /health/live responds while the process runs. /health/ready returns 503 when the process cannot serve people, and
 * otherwise names the parts that do not work. The routes are mounted before the sessions, so that they need no session.
 */
export function health({ files }: Pick<Parts, 'files'>, { isReady, degradedParts }: Health): Router {
  const router = Router()
  router.get('/health/live', (_req, res) => void res.type('text').send('alive\n'))
  router.get('/health/ready', async (_req, res) => {
    const degraded = isReady() ? await Promise.all([degradedParts(), files.freeBytes()]).catch(() => null) : null
    res.type('text')
    if (degraded === null) return void res.status(503).send('not ready\n')
    const [parts, freeBytes] = degraded
    const named = new Set([...parts, ...(freeBytes < fewestBytes ? ['disk'] : [])])
    res.send(named.size === 0 ? 'ready\n' : `ready, with problems: ${[...named].join(', ')}\n`)
  })
  return router
}
