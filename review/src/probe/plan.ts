import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { AccessError } from "../accessError";

/** A role that the probe may give to its person: on a bot, or, without one, of the Admin Console. */
export interface NamedRole {
    roleId: string;
    botId?: string;
}

/** What the user has named: nothing else of the account is given to anybody. */
export interface Named {
    /** One or two addresses that nobody in the account has. */
    addresses: string[];
    roles: NamedRole[];
    group?: string | undefined;
    bot?: string | undefined;
}

/** What a run of the probe works with. */
export interface Plan extends Named {
    /** What the names of the people of this run begin with, by which they are known again. */
    marker: string;
    /** The first address as it is given to Kore.ai: with a capital, so that its letter case shows. */
    person: string;
    /** The second address, if there is one. */
    second: string | undefined;
    /** Nobody's address, of a domain that never exists (RFC 2606). */
    nobody: string;
    /** What is no address. */
    noAddress: string;
}

/** An address with its first letters as capitals. */
export function capitals(address: string, letters: number): string {
    let left = letters;
    return [...address.toLowerCase()]
        .map((letter) => (/[a-z]/.test(letter) && left-- > 0 ? letter.toUpperCase() : letter))
        .join("");
}

/** @throws AccessError, where an address is none, or there are too many */
export function planOf(named: Named, marker = `kore-access-probe-${randomBytes(4).toString("hex")}`): Plan {
    const addresses = named.addresses.map((address) => address.trim().toLowerCase());
    if (addresses.length === 0 || addresses.length > 2 || new Set(addresses).size < addresses.length)
        throw new AccessError("Name one address that nobody in the account has, or two different ones.");
    const isAddress = (address: string): boolean => v.safeParse(v.pipe(v.string(), v.email()), address).success;
    const wrong = addresses.find((address) => !isAddress(address));
    if (wrong !== undefined) throw new AccessError(`${wrong} is no address: name one that you could receive mail at.`);
    const [first = "", second] = addresses;
    return {
        ...named,
        addresses,
        marker,
        person: capitals(first, 1),
        second,
        nobody: "kore-access-probe@example.invalid",
        noAddress: "kore-access-probe",
    };
}

/** A role as the command line has it: ROLE_ID@BOT_ID. @throws AccessError */
export function roleOf(text: string): NamedRole {
    const [roleId = "", botId = "", ...rest] = text.split("@");
    if (roleId === "" || botId === "" || rest.length > 0)
        throw new AccessError(
            `--role ${text} is not of the form ROLE_ID@BOT_ID: its ids are in GET roles and GET bots, or in kore-access import.`,
        );
    return { roleId, botId };
}

/** Addresses that nobody has, in an order that is neither by the alphabet nor its reverse, with the person among them. */
export function crowdOf(plan: Plan, size: number): string[] {
    const others = Array.from(
        { length: size - 1 },
        (_, index) => `kore-access-${["m", "z", "c"][index % 3]}${index}@example.invalid`,
    );
    return [...others.slice(0, 1), plan.person, ...others.slice(1)];
}

/** The first of the named roles, and another one on the same bot, if one is named. */
export function rolesToGive({ roles }: Plan): NamedRole[] {
    const [first] = roles;
    if (first === undefined) return [];
    const onOneBot = roles.map((role) => roles.filter(({ botId }) => botId !== undefined && botId === role.botId));
    return onOneBot.find((each) => each.length > 1) ?? [first];
}

/** About how many requests a plan takes. */
export function requestsOf({ second, roles, group, bot }: Plan): number {
    const more = [second, group, bot, ...roles.slice(0, 2)].filter((named) => named !== undefined);
    return 50 + 5 * more.length;
}
