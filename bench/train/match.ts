/** Lets the contestants of one case learn in turns. */
import { comparedSteps } from './cases.ts';
import type { Contestant } from './contestants.ts';
import type { Prepared } from './contract.ts';
import { machineLoad } from './machine-load.ts';

/** A contestant's figures on one case. */
export interface Score {
  readonly contestant: string;
  readonly prepared: Prepared | null;
  /** After the steps of `comparedSteps` that it got to. */
  readonly losses: readonly number[];
  /** Images/s, one a round; shorter than the others' where it was too slow for all of the rounds. */
  readonly rates: readonly number[];
  /** Why there is no more of it, or null. */
  readonly failure: string | null;
}

export interface Match {
  readonly scores: readonly Score[];
  /** Share of the machine's processors that was busy while all contestants waited for the first round. */
  readonly load: number;
}

export interface MatchOptions {
  readonly batch: number;
  readonly rounds: number;
  /** How long each should take in a round, in s. */
  readonly roundSeconds: number;
  /** What one contestant may spend on the losses of a case, and again on its rounds, in s: the slow ones do fewer steps. */
  readonly budget: number;
  /** Whose losses are worth more waiting. */
  readonly patientWith: (name: string) => boolean;
}

const patience = 4;

interface Standing {
  readonly name: string;
  readonly contestant: Contestant;
  prepared: Prepared | null;
  readonly losses: number[];
  readonly rates: number[];
  failure: string | null;
  spent: number;
  /** The latest figure, in s. */
  secondsPerStep: number;
}

/**
 * First each goes through the steps whose losses are compared, which also warms it up; then all take turns, round by
 * round, so that what else the machine does hits all of them. A contestant that fails is left out from there on.
 */
export async function play(
  starters: ReadonlyMap<string, () => Promise<Contestant>>,
  problem: (name: string) => string,
  options: MatchOptions,
): Promise<Match> {
  const standings: Standing[] = [];
  const scores: Score[] = [];
  for (const [name, start] of starters) {
    let contestant: Contestant | null = null;
    try {
      contestant = await start();
      const standing = newcomer(name, contestant);
      standing.prepared = await contestant.prepare(problem(name));
      standings.push(standing);
      await attempt(standing, () =>
        compareLosses(standing, options.budget * (options.patientWith(name) ? patience : 1)),
      );
      standing.spent = 0;
    } catch (error) {
      await contestant?.stop();
      scores.push({
        contestant: name,
        prepared: null,
        losses: [],
        rates: [],
        failure: messageOf(error),
      });
    }
  }
  const load = await machineLoad();
  for (let round = 0; round < options.rounds; round++) {
    for (const standing of standings) {
      const isSpent = round > 0 && standing.spent + standing.secondsPerStep > options.budget;
      if (standing.failure !== null || isSpent) continue;
      await attempt(standing, () => oneRound(standing, options));
    }
  }
  for (const { contestant, name, prepared, losses, rates, failure } of standings) {
    await contestant.stop();
    scores.push({ contestant: name, prepared, losses, rates, failure });
  }
  const order = [...starters.keys()];
  scores.sort((a, b) => order.indexOf(a.contestant) - order.indexOf(b.contestant));
  return { scores, load };
}

function newcomer(name: string, contestant: Contestant): Standing {
  return {
    name,
    contestant,
    prepared: null,
    losses: [],
    rates: [],
    failure: null,
    spent: 0,
    secondsPerStep: Infinity,
  };
}

async function attempt(standing: Standing, job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    standing.failure = messageOf(error);
  }
}

/** The first step also compiles, so it is the second that tells how long a step takes. */
async function compareLosses(standing: Standing, budget: number): Promise<void> {
  let done = 0;
  for (const step of [1, 2, ...comparedSteps.slice(1)]) {
    const foreseen = done > 1 ? (step - done) * standing.secondsPerStep : 0;
    if (standing.spent + foreseen > budget) return;
    const { seconds, loss } = await standing.contestant.run(step - done);
    standing.spent += seconds;
    standing.secondsPerStep = seconds / (step - done);
    done = step;
    if (comparedSteps.some((compared) => compared === step)) standing.losses.push(loss);
  }
}

async function oneRound(standing: Standing, { batch, roundSeconds }: MatchOptions): Promise<void> {
  const steps = Math.max(1, Math.round(roundSeconds / standing.secondsPerStep));
  const { seconds } = await standing.contestant.run(steps);
  standing.spent += seconds;
  standing.secondsPerStep = seconds / steps;
  standing.rates.push((batch * steps) / seconds);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.replace(/^page\.evaluate: (?:Error: )?/, '');
}
