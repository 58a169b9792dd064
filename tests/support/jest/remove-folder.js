import { once } from 'node:events'

export default async function removeFolder() {
  const keeper = globalThis.folderKeeper
  if (!keeper || keeper.exitCode !== null) return
  keeper.stdin.end()
  await once(keeper, 'exit')
}
