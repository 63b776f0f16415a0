/** How the text of a call of `op` becomes the safe one. All parts are TypeScript. */
export interface Fix {
  /** Options that its last argument gets: `{ concurrently: 'true' }`. */
  readonly options?: Readonly<Record<string, string>>
  /** The whole call in other words: `op.setNotNull('product', 'price')`. */
  readonly call?: string
  /** It goes into `op.outsideTransaction`. */
  readonly outside?: true
  /** A statement that comes behind it. */
  readonly behind?: string
  /** The type of a column among its arguments: its name, and the method of `t` before and after. */
  readonly type?: { readonly column: string; readonly from: string; readonly to: string }
}
