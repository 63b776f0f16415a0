/** Commands about a package, by its name. */
interface PackageManager {
  install(name: string): string
  /** Has its install script run, which was passed over. */
  runScript(name: string): string
  /** Makes its binary again. */
  rebuild(name: string): string
}

const npm: PackageManager = {
  install: (name) => `npm install ${name}`,
  runScript: (name) => `npm rebuild ${name}`,
  rebuild: (name) => `npm rebuild ${name}`,
}

const pnpm: PackageManager = {
  install: (name) => `pnpm add ${name}`,
  runScript: () => 'pnpm approve-builds',
  rebuild: (name) => `pnpm rebuild ${name}`,
}

const yarn: PackageManager = {
  install: (name) => `yarn add ${name}`,
  runScript: (name) => `yarn rebuild ${name}`,
  rebuild: (name) => `yarn rebuild ${name}`,
}

/** It has no command for a single package. */
const yarn1: PackageManager = {
  ...yarn,
  runScript: () => 'yarn install --force',
  rebuild: () => 'yarn install --force',
}

const bun: PackageManager = {
  install: (name) => `bun add ${name}`,
  runScript: (name) => `bun pm trust ${name}`,
  rebuild: () => 'bun install --force',
}

/** The one that the program was started through, which tells it by a variable: npm where none does. */
export function packageManager(): PackageManager {
  const [, name, version] = /^(\w+)\/(\d+)/.exec(process.env.npm_config_user_agent ?? '') ?? []
  switch (name) {
    case 'pnpm':
      return pnpm
    case 'yarn':
      return version === '1' ? yarn1 : yarn
    case 'bun':
      return bun
    default:
      return npm
  }
}
