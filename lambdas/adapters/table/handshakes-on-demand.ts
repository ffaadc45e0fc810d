import type { HandshakeStore } from '../../core/ports/handshakes.ts';

/** The receiver's side. The table's client is loaded with the first handshake: an event needs no table. */
export function handshakesOnDemand(tableName: string): HandshakeStore {
  let store: HandshakeStore | undefined;
  return {
    async keep(workspace, setupKeyHash, token, now) {
      const [{ handshakeStore }, { openTable }] = await Promise.all([
        import('./handshakes.ts'),
        import('./table.ts'),
      ]);
      store ??= handshakeStore(openTable(tableName));
      return store.keep(workspace, setupKeyHash, token, now);
    },
  };
}
