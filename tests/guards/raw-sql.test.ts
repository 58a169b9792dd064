import { expect, test } from '@jest/globals'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { projectFolder } from '../../src/config.ts'
import { sourceFiles } from '../support/source.ts'

// Raw SQL takes values by "?" and names by "??". Its text may contain only constants, which the compiler knows, and
// never input.

/** Parameters of functions that become part of raw SQL. Stores pass only fixed names, as the docstrings require. */
const builtFromStores = [
  'src/db/json-list.ts list',
  'src/db/json-list.ts as',
  'src/db/json-list.ts table',
  "src/db/lookups.ts columns.join(', ')",
]

const rawMethods = new Set([
  'raw',
  'whereRaw',
  'orWhereRaw',
  'andWhereRaw',
  'havingRaw',
  'orHavingRaw',
  'orderByRaw',
  'groupByRaw',
  'joinRaw',
  'fromRaw',
])

const examples = `
  import type { Db } from './db/connection.ts'
  const name = 'title'
  export function examples(db: Db, input: string, column: 'id' | 'title', row: { id: string }) {
    db.raw('select 1'), db.raw(\`select \${name}\`), db('evidence').whereRaw(\`\${column} = ?\`, [input])
    db.raw('select ' + column)
    db.raw(input)
    db.raw(\`select \${input}\`)
    db('evidence').whereRaw('id = ' + row.id).orderByRaw(\`\${column} \${input}\`)
  }`
const examplesFile = join(projectFolder, 'src', 'raw-sql-examples.ts')

const files = ['src', 'migrations'].flatMap(folder => sourceFiles(folder, '.ts').map(({ path }) => path))
const program = programOf([...files.map(path => join(projectFolder, path)), examplesFile])
const checker = program.getTypeChecker()

test('the examples of SQL built from input are found, and those built from constants are not', () => {
  const found = builtFromInput(program.getSourceFile(examplesFile)!)
  expect(found).toEqual([
    'src/raw-sql-examples.ts:7 input',
    'src/raw-sql-examples.ts:8 input',
    'src/raw-sql-examples.ts:9 input',
    'src/raw-sql-examples.ts:9 row.id',
  ])
})

test('no raw SQL is built from input', () => {
  const found = files.flatMap(path => builtFromInput(program.getSourceFile(join(projectFolder, path))!))
  expect(found.map(place => place.replace(/:\d+/, ''))).toEqual(builtFromStores)
})

function programOf(names: readonly string[]): ts.Program {
  const { config } = ts.readConfigFile(join(projectFolder, 'tsconfig.json'), ts.sys.readFile) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, projectFolder)
  const host = ts.createCompilerHost(options)
  const getSourceFile = host.getSourceFile.bind(host)
  const fileExists = host.fileExists.bind(host)
  return ts.createProgram({
    rootNames: names,
    options: { ...options, noEmit: true },
    host: {
      ...host,
      fileExists: name => name === examplesFile || fileExists(name),
      getSourceFile: (name, version, ...more) =>
        name === examplesFile ? ts.createSourceFile(name, examples, version) : getSourceFile(name, version, ...more),
    },
  })
}

/** The parts of raw SQL in a file that are not constants, with their places. */
function builtFromInput(file: ts.SourceFile): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isRaw(node.expression) && node.arguments[0])
      for (const part of partsOf(node.arguments[0])) if (!isConstant(part)) found.push(placeOf(file, part))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const isRaw = (called: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(called) && rawMethods.has(called.name.text)

function partsOf(sql: ts.Expression): ts.Expression[] {
  if (ts.isStringLiteralLike(sql)) return []
  if (ts.isTemplateExpression(sql)) return sql.templateSpans.map(({ expression }) => expression)
  if (ts.isTaggedTemplateExpression(sql)) return partsOf(sql.template)
  if (ts.isBinaryExpression(sql)) return [sql.left, sql.right].flatMap(partsOf)
  return [sql]
}

function isConstant(part: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(part)
  return (type.isUnion() ? type.types : [type]).every(each => each.isStringLiteral() || each.isNumberLiteral())
}

const placeOf = (file: ts.SourceFile, part: ts.Node): string => {
  const { line } = file.getLineAndCharacterOfPosition(part.getStart(file))
  return `${relative(projectFolder, file.fileName)}:${line + 1} ${part.getText(file)}`
}
