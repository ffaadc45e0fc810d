/** Waiting for Notion's handshake: at most one item a workspace, made by the operator's command. */
export interface HandshakeStore {
  /**
   * Keeps a token that came with a setup key.
   *
   * @returns false, and nothing is kept, unless the key is the live one
   */
  keep(workspace: string, setupKeyHash: string, token: string, now: number): Promise<boolean>;
}
