import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { projectFolder } from '../src/config.ts'
import { looseWords } from './loose-words.ts'

// Compiles each template as a TypeScript function, line for line, so that errors have the template's line numbers.
// Finds misspelt names, missing parameters, and unescaped output of anything but Html.

export interface Problem {
  template: string
  line: number
  message: string
}
/** The text of each template by name. */
export type Templates = ReadonlyMap<string, string>

const tags = /(<%%|%%>|<%=|<%-|<%_|<%#|<%|-%>|_%>|%>)/

/** Every template under a folder, such as `views`, by its path without `.ejs`. */
export function templatesIn(folder: string): Templates {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ejs'))
    .sort()
  return new Map(
    files.map(file => [file.slice(0, -'.ejs'.length).replaceAll('\\', '/'), readFileSync(join(folder, file), 'utf8')]),
  )
}

/**
 * Compiles the templates, and returns their mistakes.
 * @param place a folder for the functions, two levels deep in the project; its old content is deleted
 * @param beside other versions of templates, with problems reported under `beside/`
 */
export async function problemsIn(
  templates: Templates,
  place: string,
  beside: Templates = new Map(),
): Promise<Problem[]> {
  const types = relative(place, join(projectFolder, 'src')).replaceAll('\\', '/')
  rmSync(place, { recursive: true, force: true })
  const all = [
    ...[...templates].map(([name, text]) => ({ name, text, template: name })),
    ...[...beside].map(([name, text]) => ({ name, text, template: `beside/${name}` })),
  ]
  for (const { name, text, template } of all) {
    const up = '../'.repeat(template.split('/').length - 1)
    write(join(place, `${template}.ts`), asTypescript(name, text, `${up}${types}`))
  }
  write(join(place, 'templates-without-file.ts'), everyView([...templates.keys()], types))
  const loose = all.flatMap(({ template, text }) => looseWords(text).map(found => ({ template, ...found })))
  return [...loose, ...(await compilerErrors(place))].sort(
    (a, b) => a.template.localeCompare(b.template) || a.line - b.line,
  )
}

/** TypeScript that compiles only if every name in Views has a template. */
const everyView = (names: readonly string[], types: string): string =>
  `import type { Views } from './${types}/web/views.ts'; ` +
  `const all = ${JSON.stringify(Object.fromEntries(names.map(name => [name, true])))} as const; ` +
  'export const each: Record<keyof Views, true> = all\n'

/**
 * The function for a template. All code around the template is on its first line, so that line numbers do not change.
 */
export function asTypescript(name: string, text: string, types: string): string {
  const frame =
    `import type { Html, Views } from './${types}/web/views.ts'; import type { T } from './${types}/words/words.ts'; ` +
    'declare function print(value: string | number | null): void; declare function raw(value: Html): void; ' +
    'declare function include<Name extends keyof Views>(template: `/${Name}`, view: Views[Name]): Html; ' +
    'declare function newKey(): string; ' +
    `export function template(view: Views['${name}'], t: T): void {`
  let tag = ''
  const lines = text.split(tags).map(part => {
    if (/^<%/.test(part) || /%>$/.test(part)) return ((tag = part.endsWith('%>') ? '' : part), '')
    if (tag === '<%=') return `;print(${part});`
    if (tag === '<%-') return `;raw(${part});`
    return tag === '<%' || tag === '<%_' ? ` ${part} ` : part.replace(/[^\n]/g, '')
  })
  return `${frame}${lines.join('')}}\n`
}

async function compilerErrors(place: string): Promise<Problem[]> {
  const options = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, rootDir: projectFolder }
  write(
    join(place, 'tsconfig.json'),
    JSON.stringify({
      extends: join(projectFolder, 'tsconfig.json'),
      compilerOptions: options,
      include: ['**/*.ts', join(projectFolder, 'src/**/*.ts')], // pages files declare the views of their templates
      exclude: [],
    }),
  )
  const compiler = join(projectFolder, 'node_modules', 'typescript7', 'bin', 'tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', place, '--pretty', 'false'], {
    cwd: place,
    maxBuffer: 1e8,
  }).catch((failed: { stdout: string }) => failed)
  if (/^error /m.test(stdout)) throw new Error(`the compiler did not start: ${stdout}`)
  return stdout.split('\n').flatMap(line => {
    const [, path = '', row, message = ''] = /^(.+?)\.ts\((\d+),\d+\): error (.+)$/.exec(line) ?? []
    return row && !path.startsWith('..')
      ? [{ template: path.replaceAll('\\', '/'), line: Number(row), message: message.slice(0, 240) }]
      : []
  })
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = await problemsIn(
    templatesIn(join(projectFolder, 'views')),
    join(projectFolder, 'dist', 'check-views'),
  )
  for (const { template, line, message } of problems) console.error(`views/${template}.ejs:${line} ${message}`)
  if (problems.length > 0) process.exitCode = 1
}
