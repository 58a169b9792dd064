import { Router } from 'express'
import type { Parts } from '../parts.ts'

/**
 * Health checks. /health/live answers while the process runs. /health/ready answers 200 while the process can serve
 * people, and 503 otherwise. Mounted before sessions, to avoid their query.
 */
export function health({ db, files }: Parts, isReady: () => boolean): Router {
  const router = Router()
  router.get('/health/live', (_req, res) => void res.type('text').send('alive\n'))
  router.get('/health/ready', async (_req, res) => {
    const ready =
      isReady() &&
      (await Promise.all([db('settings').first('name'), files.freeBytes()]).then(
        () => true,
        () => false,
      ))
    res
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n')
  })
  return router
}
