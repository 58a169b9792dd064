import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { compile } from 'sass'
import { projectFolder } from '../src/config.ts'

const from = join(projectFolder, 'views', 'assets')
const to = join(projectFolder, 'dist', 'assets')

rmSync(to, { recursive: true, force: true })
mkdirSync(to, { recursive: true })
write(
  'main.css',
  compile(join(from, 'main.scss'), {
    style: 'compressed',
    loadPaths: [join(projectFolder, 'node_modules')],
    quietDeps: true,
  }).css,
)
for (const name of readdirSync(from).filter(each => /\.(js|svg)$/.test(each)))
  write(name, readFileSync(join(from, name), 'utf8'))
writeFileSync(join(projectFolder, 'dist', 'built'), '') // the end of a build; see is-built.js

/**
 * Writes a file whose name contains a hash of its content, so that browsers can cache it for a year. Also writes
 * compressed copies, so that the service need not compress the file for each request.
 */
function write(name: string, text: string): void {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const path = join(to, `${name.slice(0, -extname(name).length)}-${hash}${extname(name)}`)
  writeFileSync(path, text)
  writeFileSync(`${path}.br`, brotliCompressSync(text))
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
}
