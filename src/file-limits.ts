import { z } from 'zod'

const whole = (name: string, most: number, otherwise: number) => {
  const error = `${name} must be a whole number from 1 to ${most}`
  return z.coerce.number({ error }).int({ error }).min(1, { error }).max(most, { error }).default(otherwise)
}

/** How much is taken, as the operator sets it: `readConfig` reads these with the other settings, and says what is wrong with them. */
export const limitSettings = {
  FILE_SIZE_MB: whole('FILE_SIZE_MB', 1_000, 50),
  FILES_AT_ONCE: whole('FILES_AT_ONCE', 100, 20),
  ORGANISATION_SIZE_GB: whole('ORGANISATION_SIZE_GB', 10_000, 10),
}

const schema = z.object(limitSettings)
const given = schema.safeParse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')))
const { FILE_SIZE_MB, FILES_AT_ONCE, ORGANISATION_SIZE_GB } = given.success ? given.data : schema.parse({})     // then the service does not start

/**
 * The same for every page, form and refusal of this process, and for as long as it lives. `perPiece` is also how many are taken at once;
 * `pixels` is no setting: a picture of more would need more memory than the process that opens it is given.
 */
export const fileLimits = { bytes: FILE_SIZE_MB * 1024 ** 2, perPiece: FILES_AT_ONCE, pixels: 40_000_000, perOrganisation: ORGANISATION_SIZE_GB * 1024 ** 3 } as const
