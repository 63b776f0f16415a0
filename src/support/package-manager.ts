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

const others: Readonly<Record<string, PackageManager>> = {
  pnpm: {
    install: (name) => `pnpm add ${name}`,
    runScript: () => 'pnpm approve-builds',
    rebuild: (name) => `pnpm rebuild ${name}`,
  },
  yarn: {
    install: (name) => `yarn add ${name}`,
    runScript: (name) => `yarn rebuild ${name}`,
    rebuild: (name) => `yarn rebuild ${name}`,
  },
  bun: {
    install: (name) => `bun add ${name}`,
    runScript: (name) => `bun pm trust ${name}`,
    rebuild: () => 'bun install --force',
  },
}

/** The one that the program was started through, which tells it by a variable: npm where none does. */
export function packageManager(): PackageManager {
  const [name = ''] = (process.env.npm_config_user_agent ?? '').split('/', 1)
  return others[name] ?? npm
}
