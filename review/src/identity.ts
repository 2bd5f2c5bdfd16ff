import type { Hidden } from "./hidden";

/** Who somebody is, or may be: under another address, or in another account. */
export type Identity =
    /** Another address is another person: who has it is added, and the old one goes. */
    | {
          kind: "replaces";
          from: string;
          fate: "removed" | "revoked" | "kept" | "refused";
          /** As of who leaves. */ hidden?: Hidden;
      }
    /** May be somebody who goes, by what both are called: another address is another person. */
    | { kind: "resembles"; from: string; same: "name" | "orgUserId" | "localPart"; leaves: boolean }
    /** Is declared in another account from now on: goes from the one and joins the other, or stays where they are. */
    | { kind: "changesAccount"; from?: string; to?: string; moves: boolean };
