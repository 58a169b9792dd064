import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../src/config.ts'

/** A script of `package.json` that runs Node. */
export interface NodeScript {
  /** the command, such as `node` */
  node: string
  /** the options for Node */
  options: string[]
  /** the path of the file that Node runs */
  file: string
  /** the environment variables that the script sets */
  environment: Record<string, string>
}

const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** A script in its parts. Variables with a default, such as `${MAX_HEAP_MB:-768}`, have the default. */
export function nodeScript(name: string): NodeScript {
  const words = scripts[name]!.replaceAll(/\$\{\w+:-(\d+)\}/g, '$1').split(' ')
  const set = words.filter(word => /^[A-Z_]+=/.test(word))
  const [node = '', ...options] = words.filter(word => !set.includes(word) && word !== 'exec' && word !== 'env')
  const file = join(projectFolder, options.pop()!)
  return { node, options, file, environment: Object.fromEntries(set.map(each => each.split('='))) }
}
