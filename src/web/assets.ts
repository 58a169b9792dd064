import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { projectFolder } from '../config.ts'

const folder = join(projectFolder, 'dist', 'assets')
const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
let addresses: ReadonlyMap<string, string> | null = null

/** The URL of a file in /assets. After a build, the URL contains a hash of the file's content. */
export function assetAddress(name: string): string {
  addresses ??= new Map(built().map(file => [file.replace(/-[0-9a-f]{12}(?=\.)/, ''), `/assets/${file}`]))
  return addresses.get(name) ?? `/assets/${name}`
}

/** Serves /assets. It is mounted before the sessions, so that an asset needs no database query. */
export function assets(): RequestHandler {
  const files = new Set(built())
  const serve = express.static(folder, {
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '365d',
    setHeaders: sayType,
  })
  return (req, res, next) => {
    const [name = ''] = req.url.slice(1).split('?')
    const ending = compressedEnding(req)
    if (ending && files.has(name) && files.has(name + ending)) req.url = `/${name}${ending}`
    serve(req, res, next)
  }
}

function compressedEnding(req: Request): '.br' | '.gz' | null {
  if (req.acceptsEncodings('br')) return '.br'
  return req.acceptsEncodings('gzip') ? '.gz' : null
}

function sayType(res: Response, path: string): void {
  const [, type, ending] = /\.(css|js|svg)(\.br|\.gz)?$/.exec(path) ?? []
  res.set('Vary', 'Accept-Encoding')
  if (type) res.set('Content-Type', types[type])
  if (ending) res.set('Content-Encoding', ending === '.br' ? 'br' : 'gzip')
}

function built(): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // without `npm run build` there are no assets, and pages work without them
  }
}
