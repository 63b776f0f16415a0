/** Text between dollar quotes whose tag doesn't occur in it. */
export function dollarQuoted(body: string): string {
  for (let number = 0; ; number += 1) {
    const tag = `$tsmig${number === 0 ? '' : number}$`
    if (!body.includes(tag)) return tag + body + tag
  }
}
