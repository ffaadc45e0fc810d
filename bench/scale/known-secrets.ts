import { SECRETS } from './load.ts';
import { type ParameterStore, SsmClient } from './parameter-store.ts';
import type { World } from './world.ts';

/** Parameters of a workspace; most teams have no bot. */
const PARAMETERS = {
  'webhook-token': { place: 0, isStored: true },
  'notion-token': { place: 1, isStored: true },
  'slack-webhook-url': { place: 2, isStored: true },
  'slack-bot-token': { place: 3, isStored: false },
} as const;
const COUNT = Object.keys(PARAMETERS).length;

export type Parameter = keyof typeof PARAMETERS;

/** The secrets that one execution environment knows, each for itself: `Secrets` of the product. */
export class KnownSecrets {
  readonly #client = new SsmClient();
  readonly #world: World;
  readonly #store: Pick<ParameterStore, 'get'>;
  readonly #kept = new Map<number, { until: number; readAt: number }>();

  constructor(world: World, store: Pick<ParameterStore, 'get'>) {
    this.#world = world;
    this.#store = store;
  }

  /** Asks for those that are not known, side by side. Over when all are known, or one cannot be. */
  read(workspace: number, parameters: readonly Parameter[], then: (areKnown: boolean) => void): void {
    let open = parameters.length;
    for (const parameter of parameters) {
      this.#readOne(workspace, parameter, (isKnown) => {
        if (open === 0) return;
        open = isKnown ? open - 1 : 0;
        if (open === 0) then(isKnown);
      });
    }
  }

  #readOne(workspace: number, parameter: Parameter, then: (isKnown: boolean) => void): void {
    const { agenda, decryptions } = this.#world;
    const { place, isStored } = PARAMETERS[parameter];
    const key = workspace * COUNT + place;
    const kept = this.#kept.get(key);
    if (kept && agenda.now < kept.until) {
      then(true);
      return;
    }
    const askedAt = agenda.now;
    this.#store.get(this.#client, (isAnswered) => {
      if (isAnswered) {
        if (isStored) decryptions.count(agenda.now);
        const until = askedAt + (isStored ? SECRETS.kept : SECRETS.missingKept);
        this.#kept.set(key, { until, readAt: askedAt });
        then(true);
      } else if (kept && isStored && agenda.now - kept.readAt < SECRETS.keptWithoutStore) {
        this.#kept.set(key, { until: agenda.now + SECRETS.askedAgain, readAt: kept.readAt });
        then(true);
      } else then(false);
    });
  }
}
