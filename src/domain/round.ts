import { addMinutes, type Instant } from './time.ts'

/** The window in which first applications are taken. */
export interface Round {
  id: string
  name: string
  streamId: string
  frameworkVersionId: string
  opensAt: Instant
  closesAt: Instant
  /**
   * not announced: a quarter of all applications comes in the last two hours, and a minute late is no reason to lose a
   * year
   */
  graceMinutes: number
  version: number
}

export const roundStates = ['coming', 'open', 'over'] as const
export type RoundState = (typeof roundStates)[number]

/** What everybody is told. */
export const roundState = ({ opensAt, closesAt }: Round, now: Instant): RoundState =>
  now < opensAt ? 'coming' : now < closesAt ? 'open' : 'over'

/** What decides at the moment of handing in: the grace counts. */
export const takesApplications = ({ opensAt, closesAt, graceMinutes }: Round, now: Instant): boolean =>
  now >= opensAt && now < addMinutes(closesAt, graceMinutes)
