import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'
import { projectFolder } from '../config.ts'

const folder = join(projectFolder, 'dist', 'assets')
let addresses: ReadonlyMap<string, string> | null = null

/** Where a browser finds a built file: its name carries its content, so it may be kept for a year. */
export function assetAddress(name: string): string {
  addresses ??= new Map(built().map(file => [file.replace(/-[0-9a-f]{12}(?=\.)/, ''), `/assets/${file}`]))
  return addresses.get(name) ?? `/assets/${name}`
}

/** Mounted at /assets. */
export const assets = (): RequestHandler => express.static(folder, { index: false, redirect: false, immutable: true, maxAge: '365d' })

function built(): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []          // not built yet: `npm run build` does it; pages work without, and look plain
  }
}
