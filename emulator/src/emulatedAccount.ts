import type { Account } from "./account";
import { sameAddress } from "./addresses";
import type { Answer } from "./answer";
import { changeByHand } from "./byHand";
import type { Catalogue } from "./controlSchemas";
import { checkSeed } from "./checkSeed";
import { DataFile } from "./dataFile";
import { defaultSeed } from "./defaultSeed";
import { Directory } from "./directory";
import { EmulatorError } from "./emulatorError";
import type { EndpointName } from "./endpointNames";
import { endpoints } from "./endpoints";
import { FaultQueue, faultSchema, type Fault, type IndexFault, type MetFaults } from "./faults";
import { LateIndex } from "./lateIndex";
import { documentedLimits, limitsSchema, RateLimiter, type Limits } from "./limits";
import { parse } from "./parse";
import { personChangeSchema, seedPersonSchema, type Person, type PersonChange, type SeedPerson } from "./person";
import { rateRefusal } from "./rateRefusal";
import { RequestLog, type LogEntry, type LogFilter } from "./requestLog";
import { rowAddresses } from "./rowAddresses";
import { seedSchema, type Seed } from "./seed";
import { chosenSwitchesSchema, withDefaults, type Switches } from "./switches";
import { TokenGate } from "./tokens";

/** What an account starts from. */
export interface AccountStart {
    data?: string;
    seed?: Seed;
    switches?: Partial<Switches>;
    limits?: Limits | "off";
    latency?: number;
    clock?: () => number;
}

/** One request of the API, already read from the wire. */
export interface ApiRequest {
    endpoint: EndpointName;
    token: string | undefined;
    query: URLSearchParams;
    /** The parsed JSON; undefined if there was none. */
    body: unknown;
    faults: MetFaults;
}

/** The account itself: it needs no server, so that the CLI can open a data file directly. */
export class EmulatedAccount implements Account {
    private readonly file: DataFile | undefined;
    private readonly log: RequestLog;
    private readonly limiter: RateLimiter;
    private readonly gate = new TokenGate();
    private readonly lateIndex = new LateIndex();
    private directory: Directory;
    private chosen: Switches;
    private queue: FaultQueue;
    private pause: number;

    constructor(private readonly start: AccountStart = {}) {
        const { data, latency = 0 } = start;
        this.file = data === undefined ? undefined : new DataFile(data);
        this.log = new RequestLog(data === undefined ? undefined : `${data}.log`);
        this.limiter = new RateLimiter(start.limits ?? documentedLimits);
        this.pause = latency;
        const saved = this.file?.read();
        this.directory =
            saved === undefined
                ? Directory.of(checked(start.seed ?? defaultSeed))
                : new Directory(saved.seed, saved.people, saved.removed, saved.groupRoles);
        this.chosen = withDefaults({
            ...saved?.switches,
            ...parse(chosenSwitchesSchema, start.switches ?? {}, "switches"),
        });
        this.queue = new FaultQueue(saved?.faults);
        this.save();
    }

    /** The time, by the clock of the start. */
    now(): number {
        return (this.start.clock ?? Date.now)();
    }

    /** Milliseconds that every answer takes at least. */
    latency(): number {
        return this.pause;
    }

    /** Takes the faults that befall a request with rows about these addresses. */
    meet(endpoint: EndpointName, emailIds: string[]): MetFaults {
        return this.queue.take(endpoint, emailIds);
    }

    /** Answers one request: its token, then the limits, then the endpoint. */
    answer(request: ApiRequest): { answer: Answer; clientId?: string } {
        const { endpoint: name, token, query, body, faults } = request;
        const now = this.now();
        const endpoint = endpoints[name];
        const { clientId, refused } = this.gate.admit(
            token,
            endpoint.scope,
            this.directory.seed.apps,
            this.chosen,
            now,
        );
        const caller = clientId === undefined ? {} : { clientId };
        if (refused !== undefined) {
            return { answer: refused, ...caller };
        }
        const reached = this.limiter.admit(this.chosen.rateBuckets === "shared" ? "account" : name, now);
        if (reached !== undefined) {
            return { answer: rateRefusal(reached, this.chosen, now), ...caller };
        }
        const { directory, chosen: switches, lateIndex } = this;
        const before = this.peopleBefore(faults.staleIndex, body);
        const answer = endpoint.answer({ directory, switches, lateIndex, faults, now, body, query });
        before.forEach(({ person, fault }) => lateIndex.keep(person.emailId, person, fault, now));
        return { answer, ...caller };
    }

    /** The people of a request as they are before it, if a fault has usersInfo answer so afterwards. */
    private peopleBefore(fault: MetFaults["staleIndex"], body: unknown): { person: Person; fault: IndexFault }[] {
        if (fault === undefined) {
            return [];
        }
        return rowAddresses(body)
            .flatMap((id) => this.directory.find(id) ?? this.directory.findByOrgUserId(id) ?? [])
            .filter(({ emailId }) => fault.emailId === undefined || sameAddress(emailId, fault.emailId))
            .map((person) => ({ person: structuredClone(person), fault }));
    }

    /** Ends a request: what it changed is saved and the log has it, before its answer leaves. */
    record(entry: LogEntry): void {
        this.save();
        this.log.add(entry);
    }

    person(emailId: string): Person | undefined {
        return structuredClone(this.directory.find(emailId));
    }

    people(): Person[] {
        return structuredClone(this.directory.people());
    }

    changePerson(emailId: string, change: PersonChange): void {
        const person = this.existing(emailId);
        changeByHand(this.directory, person, parse(personChangeSchema, change, `change of ${emailId}`));
        this.save();
    }

    addPerson(person: SeedPerson): void {
        const added = parse(seedPersonSchema, person, "person");
        if (this.directory.find(added.emailId) !== undefined) {
            throw new EmulatorError(`${added.emailId} is in the account already`);
        }
        checkSeed({ ...this.directory.seed, people: [added] }, "person");
        this.directory.addSeeded(added);
        this.save();
    }

    removePerson(emailId: string): void {
        this.directory.remove(this.existing(emailId));
        this.save();
    }

    recreatePerson(emailId: string): void {
        const former = this.existing(emailId);
        this.directory.remove(former);
        this.directory.add({ ...structuredClone(former), invitations: 0 }, "new");
        this.save();
    }

    seed(): Seed {
        return structuredClone(this.directory.seed);
    }

    /** The names behind the ids, with what each group confers by now. */
    catalogue(): Catalogue {
        const { bots, roles, groups } = this.seed();
        return {
            bots,
            roles,
            groups: groups.map((group) => ({ ...group, roles: this.directory.rolesOfGroup(group) })),
        };
    }

    requests(filter?: LogFilter): LogEntry[] {
        return this.log.list(filter);
    }

    clearRequests(): void {
        this.log.clear();
    }

    switches(): Switches {
        return { ...this.chosen };
    }

    setSwitches(chosen: Partial<Switches>): void {
        this.chosen = { ...this.chosen, ...parse(chosenSwitchesSchema, chosen, "switches") };
        this.save();
    }

    fault(fault: Fault): void {
        this.queue.add(parse(faultSchema, fault, "fault"));
        this.save();
    }

    faults(): Fault[] {
        return this.queue.list();
    }

    clearFaults(): void {
        this.queue.clear();
        this.lateIndex.clear();
        this.save();
    }

    setLimits(limits: Limits | "off"): void {
        this.limiter.set(limits === "off" ? "off" : parse(limitsSchema, limits, "limits"));
    }

    setLatency(milliseconds: number): void {
        this.pause = milliseconds;
    }

    reset(seed: Seed = this.directory.seed, switches: Partial<Switches> = {}): void {
        const directory = Directory.of(checked(seed));
        this.chosen = withDefaults(parse(chosenSwitchesSchema, switches, "switches"));
        this.directory = directory;
        this.queue = new FaultQueue();
        this.lateIndex.clear();
        this.gate.clear();
        this.limiter.clear();
        this.limiter.set(this.start.limits ?? documentedLimits);
        this.pause = this.start.latency ?? 0;
        this.log.clear();
        this.save();
    }

    private existing(emailId: string): Person {
        const person = this.directory.find(emailId);
        if (person === undefined) {
            throw new EmulatorError(`${emailId} is not in the account`);
        }
        return person;
    }

    private save(): void {
        const { groupRoles } = this.directory;
        this.file?.write({
            format: 1,
            seed: this.directory.seed,
            people: this.directory.people(),
            removed: this.directory.removed,
            ...(Object.keys(groupRoles).length === 0 ? {} : { groupRoles }),
            switches: this.chosen,
            faults: this.queue.list(),
        });
    }
}

function checked(seed: Seed): Seed {
    const parsed = parse(seedSchema, seed, "seed");
    checkSeed(parsed, "seed");
    return parsed;
}
