import type { Scale } from './country.ts'
import { askServer, signedIn, withCountries } from './growth.ts'
import { ask } from './load.ts'
import type { Engine } from './measure.ts'
import { tableOf } from './report.ts'

/** @returns how the main thread spends its time on one page, as a table */
export async function profilePage(
  path: string,
  { role, engine, scale, folder }: { role: string; engine: Engine; scale: Scale; folder: string | null },
): Promise<string> {
  return withCountries({ engine, scales: [scale], folder, isBundled: false }, async ({ countries, made }) => {
    const cookie = (await signedIn(made[0]!)).get(role)
    if (!cookie) throw new Error(`no account of the demo is a ${role}`)
    const address = { port: countries[0]!.port, path, cookie }
    await ask(address, 1_000)
    await askServer(countries[0]!, 'profile')
    await ask(address, 1_000)
    const { shares } = await askServer<{ shares: Record<string, number> }>(countries[0]!, 'profiled')
    const lines = Object.entries(shares)
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, 25)
      .map(([part, share]) => [part, `${(share * 100).toFixed(1)} %`])
    return tableOf([`${path} as ${role}`, "share of the main thread's time"], lines)
  })
}
